import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Extent } from '../diffusion/ports.ts';
import type { OnnxGraph, OnnxValue } from './onnx/read-graph.ts';
import { dataType } from './onnx/schema.ts';
import type { PackSource } from './pack-files.ts';
import { type PartGraph, readPartGraph } from './part-graph.ts';
import { withGraphsAt } from './part-names.ts';

/**
 * How an eraser wants to be fed, told from its graph's inputs. `unit`: a picture of 0..1 and a mask that is 1 where to
 * fill, as LaMa has them. `bytes`: both of 0..255, and the mask is 0 where to fill, as MI-GAN's pipeline has them.
 */
export type EraserShape = {
  /** The names of the two inputs. */
  readonly image: string;
  readonly mask: string;
  readonly numbers: 'unit' | 'bytes';
  /** The one size in pixels that the graph takes; null where it takes any. */
  readonly fixedPx: Extent | null;
};

/** A single graph that fills a hole in a picture, found in a source and read without its weights. */
export type FoundEraser = {
  /** The source, its graph under the name of the part `eraser`. */
  readonly source: PackSource;
  readonly graph: PartGraph;
  readonly shape: EraserShape;
};

/** The name that the only part of an eraser goes by. */
export const eraserPart = 'eraser';

const isOf = (size: number | string | undefined, wanted: number) =>
  typeof size === 'number' ? size === wanted : size !== undefined;

/** TensorProto.DataType UINT8. */
const uint8 = 2;

function readNumbers(image: OnnxValue, mask: OnnxValue): EraserShape['numbers'] | null {
  const floats: readonly number[] = [dataType.float, dataType.float16];
  if (floats.includes(image.type) && floats.includes(mask.type)) return 'unit';
  return image.type === uint8 && mask.type === uint8 ? 'bytes' : null;
}

function readExtent({ dims }: OnnxValue): Extent | null {
  const [, , height, width] = dims;
  return typeof height === 'number' && typeof width === 'number' ? { height, width } : null;
}

/** What a graph wants that takes a picture and a mask and gives a picture; null where it is anything else. */
export function readEraserShape({ inputs, outputs }: OnnxGraph): EraserShape | null {
  const [output] = outputs;
  if (inputs.length !== 2 || inputs.some(({ dims }) => dims.length !== 4)) return null;
  // Exporters leave the shape open where a graph cuts out and pastes by itself.
  if (output === undefined || ![0, 4].includes(output.dims.length)) return null;
  const mask = inputs.find(({ name, dims }) => dims[1] === 1 || /mask/i.test(name));
  const image = inputs.find((input) => input !== mask);
  if (mask === undefined || image === undefined) return null;
  if (!isOf(mask.dims[1], 1) || !isOf(image.dims[1], 3)) return null;
  if (output.dims.length === 4 && !isOf(output.dims[1], 3)) return null;
  const numbers = readNumbers(image, mask);
  const fixedPx = readExtent(image);
  const maskPx = readExtent(mask);
  const isAligned = fixedPx?.height === maskPx?.height && fixedPx?.width === maskPx?.width;
  return numbers === null || !isAligned ? null : { image: image.name, mask: mask.name, numbers, fixedPx };
}

/** What a pipeline of several networks has. */
const pipelinePattern = /^(model_index\.json$|(onnx\/)?(unet|transformer|text_encoder|vae_(de|en)coder))/;

/** Folders with more graphs than this hold something else. */
const mostGraphs = 8;

async function readEraser(source: PackSource, path: string, paths: readonly string[]) {
  const located = withGraphsAt(source, new Map([[eraserPart, path]]), paths);
  try {
    const graph = await readPartGraph(located, eraserPart, true);
    const shape = readEraserShape(graph.graph);
    return shape === null ? null : { path, found: { source: located, graph, shape } };
  } catch (cause) {
    // The person knows the file by its own name.
    throw new DiffusionError('model-broken', `${path}: ${String(cause)}`, { cause, subject: path });
  }
}

/**
 * Looks for an eraser among the graphs of a source that is no pipeline; null where there is none. Throws
 * `several-models` with their names where there is more than one, `model-broken` where a graph cannot be read.
 */
export async function findEraser(source: PackSource): Promise<FoundEraser | null> {
  const paths = (await source.list())?.map(({ path }) => path) ?? [];
  const graphs = paths.filter((path) => path.endsWith('.onnx'));
  if (graphs.length === 0 || graphs.length > mostGraphs) return null;
  if (paths.some((path) => pipelinePattern.test(path))) return null;
  const read = [];
  for (const path of graphs) read.push(await readEraser(source, path, paths));
  const erasers = read.filter((one) => one !== null);
  if (erasers.length > 1) {
    const subject = erasers.map(({ path }) => path).join(', ');
    throw new DiffusionError('several-models', `${subject} lie side by side.`, { subject });
  }
  return erasers[0]?.found ?? null;
}
