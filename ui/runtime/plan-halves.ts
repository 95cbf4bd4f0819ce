import { usesHalfFloats } from './graph-repair/repair-graph.ts';
import type { OnnxGraph } from './onnx/read-graph.ts';
import { countBytes, dataType } from './onnx/schema.ts';
import type { Runtime } from './runtime.ts';

/**
 * What one part's halves may take as 32-bit floats. WASM addresses 4 GiB and needs room to compute; a graph left in
 * halves is no smaller there, because onnxruntime widens its weights on its own and keeps both. GPUs are taken to have
 * as much memory as for running a model.
 */
const mostWidenedBytes: Readonly<Record<Runtime['kind'], number>> = {
  wasm: 3 * 2 ** 30,
  webgpu: 8 * 2 ** 30,
};

/** Bytes of a graph's weights that are halves, as far as it has been read. */
function countHalfBytes({ initializers }: OnnxGraph): number {
  let total = 0;
  for (const { type, dims } of initializers.values())
    if (type === dataType.float16) total += countBytes(type, dims) ?? 0;
  return total;
}

/**
 * What a device does with a graph: computes it `as-is`, which is in half precision where the graph is; `widen`s it to
 * 32 bits, because it computes in those anyway; or can run it neither way (`refuse`).
 */
export function planHalves(
  graph: OnnxGraph,
  { kind, computesHalf }: Pick<Runtime, 'kind' | 'computesHalf'>,
): 'as-is' | 'widen' | 'refuse' {
  if (computesHalf || !usesHalfFloats(graph)) return 'as-is';
  if (2 * countHalfBytes(graph) <= mostWidenedBytes[kind]) return 'widen';
  return kind === 'wasm' ? 'as-is' : 'refuse';
}
