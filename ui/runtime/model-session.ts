import type { Tensor as OrtTensor } from 'onnxruntime-web';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { isFiniteTensor, type Tensor } from '../diffusion/tensor.ts';
import { repairGraph } from './graph-repair/repair-graph.ts';
import type { PackSource } from './pack-files.ts';
import { openWeights, type PartGraph, readPartGraph, type WeightFile } from './part-graph.ts';
import type { Runtime } from './runtime.ts';
import { explainFailure } from './runtime-failure.ts';
import { readSpecs, readTensor, type TensorSpec } from './tensor-bridge.ts';
import { type LoadablePart, widenPart } from './widen-part.ts';

/** One part of a pack, loaded: `unet/model.onnx` and the like. */
export type ModelSession = {
  readonly part: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Runs the part; gives the named outputs as 32-bit floats. Throws `bad-numbers` where they hold anything else. */
  run(feeds: Readonly<Record<string, OrtTensor>>, wanted: readonly string[]): Promise<Tensor[]>;
  release(): Promise<void>;
};

/**
 * Loads one part of a pack: its graph, repaired where onnxruntime-web needs it and in 32 bits where the device computes
 * in those, and the files that its weights lie in.
 * `known` is the graph where it has been read already. Throws `model-file-missing` where a file is absent,
 * `model-broken` where it is no model, `model-operator` where the runtime lacks an operator.
 */
export async function openModelSession(
  source: PackSource,
  runtime: Runtime,
  part: string,
  needsPadding: boolean,
  known?: PartGraph,
): Promise<ModelSession> {
  const prepared = await preparePart(source, runtime, part, needsPadding, known);
  return startSession(prepared, runtime, part);
}

/** The first half of openModelSession: reads and repairs the graph, and opens the files of its weights. */
export async function preparePart(
  source: PackSource,
  runtime: Runtime,
  part: string,
  needsPadding: boolean,
  known?: PartGraph,
): Promise<LoadablePart> {
  const whole = known?.model ? known : await readPartGraph(source, part, true);
  return prepare(whole, await openWeights(source, whole), runtime, needsPadding);
}

/** The second half of openModelSession: the weights go to the device. */
export async function startSession(
  { model, files: externalData }: LoadablePart,
  runtime: Runtime,
  part: string,
): Promise<ModelSession> {
  const session = await runtime
    .createSession(model, externalData.length > 0 ? { externalData } : {})
    .catch((thrown: unknown) => {
      throw explainFailure(thrown, part, 'model-broken');
    });

  async function run(
    feeds: Readonly<Record<string, OrtTensor>>,
    wanted: readonly string[],
  ): Promise<Tensor[]> {
    const tensors: Tensor[] = [];
    try {
      await runtime.call(async () => {
        const results = await session.run(feeds, wanted);
        for (const name of wanted) tensors.push(await readTensor(results[name]!));
      });
    } catch (thrown) {
      throw explainFailure(thrown, part, 'model-broken');
    }
    // Told at the part that spoils them: from there they spoil everything behind it.
    if (!tensors.every(isFiniteTensor))
      throw new DiffusionError('bad-numbers', `${part} gave no numbers.`, { subject: part });
    return tensors;
  }

  return {
    part,
    inputs: readSpecs(session.inputMetadata),
    outputs: readSpecs(session.outputMetadata),
    run,
    release: () => runtime.call(() => session.release()),
  };
}

/** The graph as this device wants it, and the files with its weights. */
function prepare(
  whole: PartGraph,
  files: readonly WeightFile[],
  runtime: Runtime,
  needsPadding: boolean,
): LoadablePart {
  const { part } = whole;
  try {
    const widened = widenPart(whole, files, runtime);
    return { ...widened, model: repairGraph(widened.model, needsPadding) };
  } catch (thrown) {
    if (thrown instanceof DiffusionError && thrown.reason === 'model-operator')
      throw new DiffusionError(thrown.reason, thrown.message, { subject: `${part}: ${thrown.subject}` });
    throw explainFailure(thrown, part, 'model-broken');
  }
}
