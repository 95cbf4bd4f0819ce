import type { GuidanceUse, ModelInfo } from '../../../protocol/engine-contract.ts';
import type { PackFacts } from '../../diffusion/pack-facts.ts';
import { refuseForeignOperators } from '../../runtime/graph-repair/foreign-operators.ts';
import { type InspectedPack, inspectPack } from '../../runtime/inspect-pack.ts';
import type { PackSource } from '../../runtime/pack-files.ts';
import { openWeights } from '../../runtime/part-graph.ts';
import { planTextEncoders } from '../../runtime/plan-text-encoders.ts';
import { type EraserShape, findEraser } from '../../runtime/recognize-eraser.ts';
import { refuseUnwired } from '../../runtime/unwired-families.ts';
import { sizesOfEraser } from './plan-remove.ts';

/** Graphs, and the files that their weights lie in. */
const isOfWeights = (path: string) => /\.onnx([._][^/]*)?$|\.data$/.test(path);

/** What a pack's weights take; undefined where its files cannot be listed. */
async function weighWeights(source: PackSource): Promise<{ weightBytes?: number }> {
  const files = await source.list();
  const own = files?.filter(({ path }) => isOfWeights(path));
  return own === undefined ? {} : { weightBytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function describe(id: string, name: string, { info, graphs }: InspectedPack): ModelInfo {
  return {
    id,
    name,
    nativeSize: { width: info.nativePx.width, height: info.nativePx.height },
    defaultSteps: info.defaults.steps,
    defaultGuidance: info.defaults.guidance,
    defaultScheduler: info.defaults.scheduler,
    tasks: info.hasEncoder ? ['generate', 'fill', 'vary'] : ['generate'],
    guidanceUse: guidanceUseOf(info.facts),
    sizing: {
      native: { width: info.nativePx.width, height: info.nativePx.height },
      multiplePx: info.latentMultiple * info.spatialFactor,
      bucketsPx: info.bucketsPx?.map(({ width, height }) => ({ width, height })) ?? null,
      latentPx: info.spatialFactor,
      // What it multiplies by is learned when it runs.
      upscale: graphs.has('upscaler') ? null : 1,
    },
    origin: 'folder',
  };
}

function guidanceUseOf({ distillation, guidanceWidth }: PackFacts): GuidanceUse {
  if (guidanceWidth !== null) return 'input';
  return distillation === 'none' ? 'negative' : 'none';
}

function describeEraser(id: string, name: string, shape: EraserShape): ModelInfo {
  const { native, multiplePx, buckets } = sizesOfEraser(shape);
  return {
    id,
    name,
    nativeSize: { width: native.width, height: native.height },
    // Of one pass nothing is to be chosen.
    defaultSteps: 1,
    defaultGuidance: 1,
    defaultScheduler: '',
    tasks: ['remove'],
    guidanceUse: 'none',
    sizing: {
      native: { width: native.width, height: native.height },
      multiplePx,
      bucketsPx: buckets?.map(({ width, height }) => ({ width, height })) ?? null,
      latentPx: 1,
      upscale: 1,
    },
    origin: 'folder',
  };
}

/** Everything that can be said against a pack without loading it. */
async function inspectFolder(source: PackSource): Promise<InspectedPack> {
  const pack = await inspectPack(source);
  refuseUnwired(pack.info.facts);
  for (const graph of pack.graphs.values()) {
    // The device is not known yet; the GPU has everything that any has.
    refuseForeignOperators(graph.graph, graph.part, 'webgpu');
    await openWeights(pack.source, graph);
  }
  await planTextEncoders(pack.source);
  return pack;
}

/** What a pack's files add under an id: an eraser, or a model that paints. Throws what keeps them from either. */
export async function describeModel(id: string, name: string, source: PackSource): Promise<ModelInfo> {
  const eraser = await findEraser(source);
  const weight = await weighWeights(source);
  if (eraser === null) return { ...describe(id, name, await inspectFolder(source)), ...weight };
  refuseForeignOperators(eraser.graph.graph, eraser.graph.part, 'webgpu');
  await openWeights(eraser.source, eraser.graph);
  return { ...describeEraser(id, name, eraser.shape), ...weight };
}
