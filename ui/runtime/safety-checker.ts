import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { mapTensor, type Tensor } from '../diffusion/tensor.ts';
import type { PackSource } from './pack-files.ts';
import { createPackAccess, createPackParts } from './pack-parts.ts';
import { readPartGraph, requireRunnable } from './part-graph.ts';
import { withGraphsAt } from './part-names.ts';
import type { Runtime } from './runtime.ts';
import { requireInputs } from './session-specs.ts';
import { createFeed, type TensorSpec } from './tensor-bridge.ts';

/** A network that tells pictures which are not safe for work. */
export type SafetyChecker = {
  /** Side in pixels of the squares that it looks at. */
  readonly sidePx: number;
  /** square [1, 3, sidePx, sidePx] in 0..1 -> true where it shows what the checker knows to be unsafe. */
  isUnsafe(square: Tensor): Promise<boolean>;
  release(): Promise<void>;
};

const part = 'safety_checker';

/**
 * The source with its checker's graph under the standard name, wherever its converter put it
 * (`onnx/safety_checker_model_f16.onnx`); null where it has none, or several.
 */
export async function findSafetyChecker(source: PackSource): Promise<PackSource | null> {
  if (await source.has(`${part}/model.onnx`)) return source;
  const paths = (await source.list())?.map(({ path }) => path) ?? [];
  const graphs = paths.filter((path) =>
    /^(safety_checker\/[^/]*|(onnx\/)?safety_checker[^/]*)\.onnx$/.test(path),
  );
  return graphs.length === 1 ? withGraphsAt(source, new Map([[part, graphs[0]!]]), paths) : null;
}

/** CLIP's own, in red, green and blue (openai/CLIP, `_transform`). */
const mean = [0.48145466, 0.4578275, 0.40821073];
const deviation = [0.26862954, 0.26130258, 0.27577711];

/**
 * The pictures that diffusers' checker blackens where it found something, [n, height, width, 3]. Nobody wants them
 * black, so that a few pixels of nothing stand in for them.
 */
function createBlankFeed({ ort }: Runtime, spec: TensorSpec) {
  const dims = [1, 8, 8, 3].map((usual, i) => {
    const size = spec.shape[i];
    return typeof size === 'number' ? size : usual;
  });
  return createFeed(ort, spec, new Float32Array(dims.reduce((product, dim) => product * dim, 1)), dims);
}

/**
 * Opens a checker as diffusers exports them: `clip_input` [n, 3, side, side] as CLIP sees pictures, perhaps `images`,
 * and the answer `has_nsfw_concepts` [n]. Throws what openModelSession throws, `model-unsupported` for any other graph.
 */
export async function openSafetyChecker(source: PackSource, runtime: Runtime): Promise<SafetyChecker> {
  const graph = await readPartGraph(source, part, true);
  requireRunnable(graph, runtime);
  const needsPadding = await runtime.miscomputesConvs();
  const parts = createPackParts(createPackAccess(source), runtime, needsPadding);
  const session = await parts.open(part, graph);
  try {
    const { clip_input: clip, images } = requireInputs(session, ['clip_input'], ['images']);
    const wanted = 'has_nsfw_concepts';
    if (!session.outputs.some(({ name }) => name === wanted))
      throw new DiffusionError('model-unsupported', `${part} does not give ${wanted}.`, { subject: part });
    const side = clip.shape[3];
    const sidePx = typeof side === 'number' ? side : 224;
    return {
      sidePx,
      async isUnsafe(square) {
        const plane = sidePx * sidePx;
        const seen = mapTensor(square, (value, i) => {
          const channel = Math.floor(i / plane);
          return (value - mean[channel]!) / deviation[channel]!;
        });
        const feeds = { clip_input: createFeed(runtime.ort, clip, seen.data, seen.dims) };
        const [found] = await session.run(
          images === undefined ? feeds : { ...feeds, images: createBlankFeed(runtime, images) },
          [wanted],
        );
        return found!.data.some((value) => value !== 0);
      },
      release: parts.release,
    };
  } catch (thrown) {
    await parts.release();
    throw thrown;
  }
}
