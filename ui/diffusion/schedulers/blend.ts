/** What a step's formula reads; a number is a place in the memory that the step before left. */
export type Register = 'sample' | 'output' | 'original' | 'noise' | number;

/** A weighted sum of registers, weights in 64 bits. */
export type Blend = readonly (readonly [Register, number])[];

/** The register itself. */
export function just(register: Register): Blend {
  return [[register, 1]];
}

/** The blend times a number. */
export function scale(factor: number, blend: Blend): Blend {
  return blend.map(([register, weight]) => [register, factor * weight]);
}

/** The sum of blends, every register once; weights of zero are left out, so that nothing is multiplied by them. */
export function add(...blends: readonly Blend[]): Blend {
  const weights = new Map<Register, number>();
  for (const [register, weight] of blends.flat()) {
    weights.set(register, (weights.get(register) ?? 0) + weight);
  }
  return [...weights].filter(([, weight]) => weight !== 0);
}
