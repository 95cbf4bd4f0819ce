import { DiffusionError } from '../../diffusion/diffusion-error.ts';
import type { OnnxGraph, OnnxNode } from '../onnx/read-graph.ts';

/** Operator sets that onnxruntime-web knows beside the standard one, which has no name. */
const knownDomains = new Set(['', 'ai.onnx.ml', 'com.microsoft']);

/**
 * Operators of `com.microsoft` that none of onnxruntime-web 1.30's builds can run, found by opening one of each
 * (tests/browser/foreign-operators.ts): what optimizers write for CUDA, ROCm and DirectML.
 */
const nowhere = new Set([
  'BiasSoftmax',
  'GemmFastGelu',
  'GroupNorm',
  'NhwcConv',
  'PackedMultiHeadAttention',
  'SkipGroupNorm',
]);
/** Those that only its WebGPU builds have. */
const onlyOnGpu = new Set(['BiasAdd', 'BiasSplitGelu']);

function isForeign(node: OnnxNode, graph: OnnxGraph, device: 'webgpu' | 'wasm'): boolean {
  if (graph.ownDomains.has(node.domain)) return false;
  if (!knownDomains.has(node.domain)) return true;
  if (node.domain !== 'com.microsoft') return false;
  return nowhere.has(node.opType) || (device === 'wasm' && onlyOnGpu.has(node.opType));
}

/** Throws `model-operator`, naming the part and the operators, where onnxruntime-web could not run the graph. */
export function refuseForeignOperators(graph: OnnxGraph, part: string, device: 'webgpu' | 'wasm'): void {
  const foreign = [...graph.nodes, ...graph.innerNodes].filter((node) => isForeign(node, graph, device));
  if (foreign.length === 0) return;
  const names = [...new Set(foreign.map(({ domain, opType }) => `${domain} ${opType}`))];
  const shown = names.slice(0, 3).join(', ');
  throw new DiffusionError('model-operator', `${part} contains ${names.join(', ')}.`, {
    subject: `${part}: ${shown}`,
  });
}
