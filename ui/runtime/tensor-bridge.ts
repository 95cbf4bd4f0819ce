import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { countElements, type Tensor } from '../diffusion/tensor.ts';
import { fromHalfArray, toHalfArray } from './half-float.ts';
import type { OrtModule } from './ort-environment.ts';

/** One input or output of a session as its own metadata describes it. Numbers in `shape` are fixed, words are free. */
export type TensorSpec = {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
};

/** The tensors among a session's inputs or outputs. */
export function readSpecs(metadata: readonly InferenceSession.ValueMetadata[]): TensorSpec[] {
  return metadata.flatMap((value) =>
    value.isTensor ? [{ name: value.name, type: value.type, shape: value.shape }] : [],
  );
}

/** Values in the type that an input asks for. */
export function createFeed(
  ort: OrtModule,
  spec: TensorSpec,
  values: Float32Array | readonly number[],
  dims: readonly number[],
): OrtTensor {
  const floats = () => (values instanceof Float32Array ? values : Float32Array.from(values));
  switch (spec.type) {
    case 'float32':
      return new ort.Tensor('float32', floats(), dims);
    case 'float16':
      return new ort.Tensor('float16', toHalfArray(floats()), dims);
    case 'int64':
      return new ort.Tensor(
        'int64',
        BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
        dims,
      );
    case 'int32':
      return new ort.Tensor('int32', Int32Array.from(values, Math.round), dims);
    case 'uint8':
      // A clamped array rounds as well.
      return new ort.Tensor('uint8', new Uint8Array(Uint8ClampedArray.from(values).buffer), dims);
    default:
      throw new DiffusionError('model-unsupported', `The input ${spec.name} wants ${spec.type}.`);
  }
}

/**
 * The timestep in the shape that an input asks for: a scalar where its rank is 0; one per sample where its length is
 * fixed or bears the name of the sample's batch; else a single one. Where only whole numbers fit, what is behind the
 * point is cut off, as the ONNX pipelines of diffusers have numpy do it.
 */
export function createTimestepFeed(
  ort: OrtModule,
  spec: TensorSpec,
  timestep: number,
  batch: number,
  batchName: number | string | undefined,
): OrtTensor {
  const [length] = spec.shape;
  const told = spec.type.startsWith('int') ? Math.trunc(timestep) : timestep;
  if (length === undefined) return createFeed(ort, spec, [told], []);
  const count = typeof length === 'number' ? length : length === batchName ? batch : 1;
  return createFeed(ort, spec, new Array<number>(count).fill(told), [count]);
}

/** An output as 32-bit floats, in memory of our own; what is true is 1. */
export async function readTensor(value: OrtTensor): Promise<Tensor> {
  const data = await value.getData();
  const dims = value.dims;
  if (data instanceof Float32Array) return { dims, data: data.slice() };
  if (data instanceof Uint8Array && value.type === 'uint8') return { dims, data: Float32Array.from(data) };
  if (value.type === 'float16' && ArrayBuffer.isView(data)) {
    const bits = new Uint16Array(data.buffer, data.byteOffset, countElements(dims));
    return { dims, data: fromHalfArray(bits) };
  }
  if (value.type === 'bool') return { dims, data: Float32Array.from(data as Uint8Array) };
  throw new DiffusionError('model-unsupported', `An output has the type ${value.type}.`);
}
