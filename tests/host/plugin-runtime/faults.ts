type Rule = {
  readonly operation: string;
  skip: number;
  times: number;
  readonly message?: string;
  readonly action?: () => void;
};

type RuleOptions = {
  /** How many calls pass before the rule applies; 0 if left out. */
  readonly skip?: number;
  /** To how many calls it applies; 1 if left out. */
  readonly times?: number;
};

/** What a test tells the host to do wrong. Without rules the host behaves. */
export class Faults {
  /** Milliseconds that every asynchronous call takes at least, or a function of the operation's name. */
  latencyMs: number | ((operation: string) => number) = 0;
  /** The first export that shows a newly made image draws it white, as Figma does under memory pressure. */
  whiteFirstExport = false;
  /** Longest side of an export; beyond it Figma's "too large" error. */
  maxExportSidePx = 16384;
  maxExportAreaPx = 100_000_000;
  /** How fractional export sizes become whole pixels: unknown in Figma, so tests try all three. */
  exportRounding: 'floor' | 'round' | 'ceil' = 'round';
  /** What an export of nothing visible gives: Figma's error, or a tiny transparent picture. */
  emptyExport: 'reject' | 'transparent' = 'reject';
  clientStorageQuotaBytes = 5_000_000;
  /** A plugin that computes longer than this in one go is stopped, so that a test ends. */
  maxBlockMs = 20_000;

  #failures: Rule[] = [];
  #hooks: Rule[] = [];

  /** Makes calls of an operation (`createImage`, `appendChild`, `set_fills`, `exportAsync`, …) throw `message`. */
  failNext(operation: string, message: string, { skip = 0, times = 1 }: RuleOptions = {}): void {
    this.#failures.push({ operation, message, skip, times });
  }

  /** Runs `action` while a call is under way: before a synchronous one, between start and end of a promised one. */
  during(operation: string, action: () => void, { skip = 0, times = 1 }: RuleOptions = {}): void {
    this.#hooks.push({ operation, action, skip, times });
  }

  clear(): void {
    this.#failures = [];
    this.#hooks = [];
    this.latencyMs = 0;
  }

  latencyOf(operation: string): number {
    return typeof this.latencyMs === 'function' ? this.latencyMs(operation) : this.latencyMs;
  }

  /** The failure that is due for this call, if any. */
  takeFailure(operation: string): string | undefined {
    return takeDue(this.#failures, operation)?.message;
  }

  /** Runs the action that is due for this call, if any. */
  runHook(operation: string): void {
    takeDue(this.#hooks, operation)?.action?.();
  }
}

function takeDue(rules: Rule[], operation: string): Rule | undefined {
  const rule = rules.find((candidate) => candidate.operation === operation && candidate.times > 0);
  if (!rule) return undefined;
  if (rule.skip > 0) {
    rule.skip -= 1;
    return undefined;
  }
  rule.times -= 1;
  return rule;
}
