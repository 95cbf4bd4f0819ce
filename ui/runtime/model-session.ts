import type { Tensor as OrtTensor } from 'onnxruntime-web';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Tensor } from '../diffusion/tensor.ts';
import { padMiscomputedConvs } from './conv-padding.ts';
import { listExternalFiles, readOnnxGraph } from './onnx/read-graph.ts';
import type { PackFiles } from './pack-files.ts';
import type { Runtime } from './runtime.ts';
import { explainFailure } from './runtime-failure.ts';
import { readSpecs, readTensor, type TensorSpec } from './tensor-bridge.ts';

/** One part of a pack, loaded: `unet/model.onnx` and the like. */
export type ModelSession = {
  readonly part: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Runs the part; gives the named outputs as 32-bit floats. */
  run(feeds: Readonly<Record<string, OrtTensor>>, wanted: readonly string[]): Promise<Tensor[]>;
  release(): Promise<void>;
};

/**
 * Loads one part of a pack with the files that its weights lie in. Throws `model-missing` where a file is absent,
 * `model-broken` where it is no model, `model-unsupported` where the runtime lacks an operator.
 */
export async function openModelSession(
  files: PackFiles,
  runtime: Runtime,
  part: string,
  needsPadding: boolean,
): Promise<ModelSession> {
  const original = await files.read(`${part}/model.onnx`);
  if (original === null) throw new DiffusionError('model-missing', `${part}/model.onnx is missing.`);
  const graph = readGraph(original, part, needsPadding);
  const externalData = [];
  for (const path of graph.external) {
    const data = await files.read(`${part}/${path}`);
    if (data === null) throw new DiffusionError('model-missing', `${part}/${path} is missing.`);
    externalData.push({ path, data });
  }
  const session = await runtime
    .createSession(graph.bytes, externalData.length > 0 ? { externalData } : {})
    .catch((thrown: unknown) => {
      throw explainFailure(thrown, part, 'model-broken');
    });

  async function run(
    feeds: Readonly<Record<string, OrtTensor>>,
    wanted: readonly string[],
  ): Promise<Tensor[]> {
    try {
      return await runtime.call(async () => {
        const results = await session.run(feeds, wanted);
        const tensors = [];
        for (const name of wanted) tensors.push(await readTensor(results[name]!));
        return tensors;
      });
    } catch (thrown) {
      throw explainFailure(thrown, part, 'model-broken');
    }
  }

  return {
    part,
    inputs: readSpecs(session.inputMetadata),
    outputs: readSpecs(session.outputMetadata),
    run,
    release: () => runtime.call(() => session.release()),
  };
}

function readGraph(
  original: Uint8Array,
  part: string,
  needsPadding: boolean,
): { bytes: Uint8Array; external: string[] } {
  try {
    const external = listExternalFiles(readOnnxGraph(original));
    return { bytes: needsPadding ? padMiscomputedConvs(original) : original, external };
  } catch (thrown) {
    throw explainFailure(thrown, part, 'model-broken');
  }
}
