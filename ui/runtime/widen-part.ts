import { widenHalves } from './graph-repair/widen-halves.ts';
import { listExternalFiles, readOnnxGraph } from './onnx/read-graph.ts';
import { type PartGraph, refuseHalves, type WeightFile } from './part-graph.ts';
import { planHalves } from './plan-halves.ts';
import type { Runtime } from './runtime.ts';
import { WidenedBlob } from './widened-blob.ts';

/** A part's graph and the files that it wants its weights in. */
export type LoadablePart = {
  readonly model: Uint8Array;
  readonly files: readonly WeightFile[];
};

/**
 * A part read whole, in 32 bits where the device does not compute in 16. Throws `no-half-floats` where it can do
 * neither, RangeError where the weights are cut.
 */
export function widenPart(
  { part, graph, model }: PartGraph,
  files: readonly WeightFile[],
  runtime: Pick<Runtime, 'kind' | 'computesHalf'>,
): LoadablePart {
  const plan = planHalves(graph, runtime);
  const widened = plan === 'widen' ? widenHalves(model!) : null;
  if (widened !== null) {
    const found = new Map(files.map(({ path, data }) => [path, data]));
    const moved = widened.weights.map(({ path, location, offset, length }) => {
      const halves = found.get(location)!.slice(offset, offset + length);
      return { path, data: new WidenedBlob(halves) };
    });
    const left = new Set(listExternalFiles(readOnnxGraph(widened.model)));
    return { model: widened.model, files: [...files.filter(({ path }) => left.has(path)), ...moved] };
  }
  if (plan === 'refuse' || (plan === 'widen' && runtime.kind === 'webgpu')) refuseHalves(part);
  return { model: model!, files };
}
