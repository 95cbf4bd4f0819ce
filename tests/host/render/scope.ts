/** Something in the rasteriser's own memory that must be given back by hand. */
type Deletable = { delete(): void };

/** Collects what a drawing step creates and gives it back at its end, whatever happens. */
export class Scope {
  #kept: Deletable[] = [];

  keep<T extends Deletable>(value: T): T {
    this.#kept.push(value);
    return value;
  }

  /** Keeps a value that the rasteriser may refuse to make. */
  keepIfMade<T extends Deletable>(value: T | null): T | null {
    return value === null ? null : this.keep(value);
  }

  end(): void {
    for (const value of this.#kept.reverse()) value.delete();
    this.#kept = [];
  }
}

/** Runs one step with a scope of its own. */
export function withScope<T>(step: (scope: Scope) => T): T {
  const scope = new Scope();
  try {
    return step(scope);
  } finally {
    scope.end();
  }
}
