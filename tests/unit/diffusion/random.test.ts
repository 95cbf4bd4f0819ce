import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../ui/diffusion/random.ts';
import { countElements } from '../../../ui/diffusion/tensor.ts';

type Goldens = { draws: number[][]; seeds: { seed: number; uniforms: string; normals: string[] }[] };
const file = new URL('../../fixtures/parity/random-goldens.json', import.meta.url);
const goldens: Goldens = JSON.parse(readFileSync(file, 'utf8'));

function decodeFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

describe.each(goldens.seeds)("torch's CPU generator, seed $seed", ({ seed, uniforms, normals }) => {
  it('gives the same uniforms bit for bit', () => {
    const expected = decodeFloats(uniforms);
    expect(createRandomStream(seed).drawUniforms(expected.length)).toEqual(expected);
  });

  it('gives the same normals to 1e-6 over draws of every length in a row', () => {
    const stream = createRandomStream(seed);
    goldens.draws.forEach((dims, i) => {
      const expected = decodeFloats(normals[i]!);
      const drawn = stream.drawNormals(dims);
      expect(drawn.data).toHaveLength(countElements(dims));
      expect(largestDifference(drawn.data, expected)).toBeLessThanOrEqual(1e-6);
    });
  });
});

it('draws the same values for seeds that agree in their low 32 bits, and others for others', () => {
  const of = (seed: number) => createRandomStream(seed).drawUniforms(8);
  expect(of(2 ** 32 + 5)).toEqual(of(5));
  expect(of(6)).not.toEqual(of(5));
});
