import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { refuseForeignOperators } from './graph-repair/foreign-operators.ts';
import { detachWeights } from './onnx/detach-weights.ts';
import { type OnnxGraph, readGraphHead, readOnnxGraph } from './onnx/read-graph.ts';
import { countBytes } from './onnx/schema.ts';
import type { PackSource } from './pack-files.ts';
import { planHalves } from './plan-halves.ts';
import type { Runtime } from './runtime.ts';

/** A part's graph, read without its weights. */
export type PartGraph = {
  /** `unet` and the like. */
  readonly part: string;
  readonly graph: OnnxGraph;
  /** The model file without its large weights; null where only its beginning was read. */
  readonly model: Uint8Array | null;
};

/** The name under which a graph's own file holds its weights. */
export const ownFile = 'model.onnx';

const pathOf = (part: string) => `${part}/${ownFile}`;

const missing = (path: string) =>
  new DiffusionError('model-file-missing', `${path} is missing.`, { subject: path });
const broken = (path: string, cause: unknown) =>
  new DiffusionError('model-broken', `${path}: ${String(cause)}`, { cause, subject: path });

/** So much of a remote file is fetched to look at its operators, which stand before the weights. */
const headBytes = 8 * 1024 * 1024;

/**
 * Reads a part's graph and none of its weights. Of a remote file only the beginning is fetched unless `isWhole`. Throws
 * `model-file-missing`, or `model-broken` where the file is cut or no model.
 */
export async function readPartGraph(source: PackSource, part: string, isWhole: boolean): Promise<PartGraph> {
  const path = pathOf(part);
  if (source.isRemote && !isWhole) {
    const head = await source.readRange(path, 0, headBytes);
    if (head === null) throw missing(path);
    try {
      return { part, graph: readGraphHead(head), model: null };
    } catch (cause) {
      throw broken(path, cause);
    }
  }
  const file = await source.open(path);
  if (file === null) throw missing(path);
  try {
    const model = await detachWeights(file, ownFile);
    const graph = readOnnxGraph(model);
    // Exporters write it behind the graph, so that a file cut there looks whole otherwise.
    if (graph.opset === 0) throw new RangeError('The file names no operator set.');
    return { part, graph, model };
  } catch (cause) {
    throw broken(path, cause);
  }
}

/** Throws where this runtime could not run the part, as far as it has been read. */
export function requireRunnable({ part, graph }: PartGraph, runtime: Runtime): void {
  refuseForeignOperators(graph, part, runtime.kind);
  if (planHalves(graph, runtime) === 'refuse') refuseHalves(part);
}

/** Refuses a part in half precision that this device computes in neither 16 nor 32 bits: `no-half-floats`. */
export function refuseHalves(part: string): never {
  throw new DiffusionError('no-half-floats', `${part} needs shader-f16.`, { subject: part });
}

/** A file with weights under the name that the graph has for it. */
export type WeightFile = { readonly path: string; readonly data: Blob };

/** How far each file that a graph keeps weights in must reach, in bytes. */
function measureWeights(graph: OnnxGraph): Map<string, number> {
  const ends = new Map<string, number>();
  for (const { external, type, dims } of graph.initializers.values()) {
    if (external === null) continue;
    const { location, offset, length } = external;
    const end = offset + (length ?? countBytes(type, dims) ?? 0);
    ends.set(location, Math.max(ends.get(location) ?? 0, end));
  }
  return ends;
}

/** A name inside a graph must stay beside it. */
function besidePart(part: string, location: string): string {
  const plain = location.replace(/^(\.\/)+/, '');
  if (/^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)/i.test(plain)) throw broken(pathOf(part), location);
  return `${part}/${plain}`;
}

/**
 * Opens the files that a part's weights lie in, found by the names inside the graph. Throws `model-file-missing` where
 * one is absent, `model-broken` where it is shorter than the graph says.
 */
export async function openWeights(source: PackSource, { part, graph }: PartGraph): Promise<WeightFile[]> {
  const files: WeightFile[] = [];
  for (const [location, end] of measureWeights(graph)) {
    const path = besidePart(part, location);
    const data = await source.open(path);
    if (data === null) throw missing(path);
    if (data.size < end) throw broken(path, `${data.size} of ${end} bytes`);
    files.push({ path: location, data });
  }
  return files;
}
