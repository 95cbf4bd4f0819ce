import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import { refuseForeignOperators } from '../../runtime/graph-repair/foreign-operators.ts';
import { type InspectedPack, inspectPack } from '../../runtime/inspect-pack.ts';
import type { PackSource } from '../../runtime/pack-files.ts';
import { openWeights } from '../../runtime/part-graph.ts';
import { planTextEncoders } from '../../runtime/plan-text-encoders.ts';
import { type EraserShape, findEraser } from '../../runtime/recognize-eraser.ts';
import { refuseUnwired } from '../../runtime/unwired-families.ts';
import { sizesOfEraser } from './plan-remove.ts';

function describe(id: string, name: string, { info }: InspectedPack): ModelInfo {
  return {
    id,
    name,
    nativeSize: { width: info.nativePx.width, height: info.nativePx.height },
    defaultSteps: info.defaults.steps,
    defaultGuidance: info.defaults.guidance,
    defaultScheduler: info.defaults.scheduler,
    tasks: info.hasEncoder ? ['generate', 'fill', 'vary'] : ['generate'],
    origin: 'folder',
  };
}

function describeEraser(id: string, name: string, shape: EraserShape): ModelInfo {
  return {
    id,
    name,
    nativeSize: { ...sizesOfEraser(shape).native },
    // Of one pass nothing is to be chosen.
    defaultSteps: 1,
    defaultGuidance: 1,
    defaultScheduler: '',
    tasks: ['remove'],
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
  if (eraser === null) return describe(id, name, await inspectFolder(source));
  refuseForeignOperators(eraser.graph.graph, eraser.graph.part, 'webgpu');
  await openWeights(eraser.source, eraser.graph);
  return describeEraser(id, name, eraser.shape);
}
