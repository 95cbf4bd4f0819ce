import { readFileSync } from 'node:fs';
import { createTensor, type Tensor } from '../../ui/diffusion/tensor.ts';

type Encoded = { dims: number[]; data: string };
type Prompt = { text: string; hiddenStates: Encoded };

/** What tests/parity/make_text_goldens.py wrote. */
export const textGoldens: {
  prompts: (Prompt & { pooled: Encoded })[];
  timeIds: { whole: Encoded; cropped: Encoded };
  guidance: { guidance: number; wide: Encoded; odd: Encoded }[];
  unet: { prompt: string; guidance: number; sample: Encoded; output: Encoded };
  weighted: (Prompt & { parts: [text: string, weight: number][] })[];
  long: Prompt[];
} = JSON.parse(readFileSync(new URL('../fixtures/text/conditioning.json', import.meta.url), 'utf8'));

/** 32-bit floats as Python wrote them. */
export function decodeTensor({ dims, data }: Encoded): Tensor {
  const bytes = Buffer.from(data, 'base64');
  const values = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
  return createTensor(dims, values);
}

/** The largest difference of two tensors, as a part of the expected one's largest value; throws for other shapes. */
export function measureError(actual: Tensor, expected: Tensor): number {
  if (actual.dims.join() !== expected.dims.join()) {
    throw new RangeError(`[${actual.dims}] instead of [${expected.dims}].`);
  }
  let difference = 0;
  let largest = 0;
  for (const [i, value] of expected.data.entries()) {
    difference = Math.max(difference, Math.abs(actual.data[i]! - value));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}
