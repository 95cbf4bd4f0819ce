import { padMiscomputedConvs } from '../conv-padding.ts';
import { type OnnxGraph, readOnnxGraph } from '../onnx/read-graph.ts';
import { rewriteGraph } from '../onnx/rewrite-graph.ts';
import { dataType } from '../onnx/schema.ts';
import { turnDoublesIntoFloats } from './double-to-float.ts';
import { fitUpsampling } from './fit-upsampling.ts';
import { simplifyPowers } from './power-nodes.ts';

/**
 * Makes a graph of what somebody exported into one that every build of onnxruntime-web computes rightly, without
 * changing what it computes. The same on every device, so that a picture does not depend on it. `needsPadding`: this
 * device gets convolutions over 9 channels wrong.
 */
export function repairGraph(model: Uint8Array, needsPadding: boolean): Uint8Array {
  const { nodes } = readOnnxGraph(model);
  const has = (wanted: string) => nodes.some(({ opType }) => opType === wanted);
  const simple = has('Pow') ? rewriteGraph(model, simplifyPowers) : model;
  const fitting = has('Resize') ? rewriteGraph(simple, fitUpsampling) : simple;
  const single = turnDoublesIntoFloats(fitting);
  return needsPadding ? padMiscomputedConvs(single) : single;
}

/**
 * True where the graph computes with half-precision numbers, which a GPU may lack. Weights that are only kept so, and
 * widened by a Cast, need none: onnxruntime folds that on the processor when it opens the graph.
 */
export function usesHalfFloats({ initializers, inputs, nodes }: OnnxGraph): boolean {
  const hasType = ({ type }: { readonly type: number }) => type === dataType.float16;
  const castsTo = nodes.some(
    ({ opType, integers }) => opType === 'Cast' && integers.get('to')?.[0] === dataType.float16,
  );
  const computed = new Set(nodes.flatMap((node) => (node.opType === 'Cast' ? [] : node.inputs)));
  const isComputed = [...initializers].some(([name, weight]) => hasType(weight) && computed.has(name));
  return castsTo || inputs.some(hasType) || isComputed;
}
