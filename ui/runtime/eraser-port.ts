import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Extent } from '../diffusion/ports.ts';
import { createTensor, mapTensor, type Tensor } from '../diffusion/tensor.ts';
import type { ModelSession } from './model-session.ts';
import { createPackAccess, createPackParts } from './pack-parts.ts';
import { requireRunnable } from './part-graph.ts';
import { type EraserShape, eraserPart, type FoundEraser } from './recognize-eraser.ts';
import type { Runtime } from './runtime.ts';
import { requireInputs, requireOutput } from './session-specs.ts';
import { createFeed } from './tensor-bridge.ts';

/** A network that fills a hole from what lies around it, in one pass and without a prompt. */
export type Eraser = {
  /** The one size in pixels that it takes; null where it takes any whose sides are multiples of 8. */
  readonly fixedPx: Extent | null;
  /**
   * pixels [1, 3, H, W] in 0..1 and hole [1, 1, H, W], 1 where to fill and 0 elsewhere -> [1, 3, H, W] in 0..1. What it
   * gives outside of the hole is not necessarily what was there. Throws `bad-numbers`.
   */
  erase(pixels: Tensor, hole: Tensor): Promise<Tensor>;
  release(): Promise<void>;
};

const toUnit = (value: number) => Math.min(1, Math.max(0, value));

/** Sum of what lies outside of the hole and differs from the picture, were the answer's numbers 0..`peak`. */
function measureError(answer: Tensor, pixels: Tensor, hole: Tensor, peak: number): number {
  const plane = hole.data.length;
  return answer.data.reduce(
    (sum, value, i) =>
      hole.data[i % plane] === 0 ? sum + Math.abs(toUnit(value / peak) - pixels.data[i]!) : sum,
    0,
  );
}

/**
 * The answer in 0..1. Of floats no graph says whether they reach to 255, as in LaMa's published graph, or to 1, as in
 * others: the pixels that were to stay tell it. Where none were, they reach to 255.
 */
function normalize(answer: Tensor, pixels: Tensor, hole: Tensor, numbers: EraserShape['numbers']): Tensor {
  const errorOf = (peak: number) => measureError(answer, pixels, hole, peak);
  const peak = numbers === 'bytes' || errorOf(255) <= errorOf(1) ? 255 : 1;
  return mapTensor(answer, (value) => toUnit(value / peak));
}

function createErase({ ort }: Runtime, session: ModelSession, shape: EraserShape): Eraser['erase'] {
  const specs = requireInputs(session, [shape.image, shape.mask]);
  const [image, mask] = [specs[shape.image]!, specs[shape.mask]!];
  const output = requireOutput(session, 'output');
  const isBytes = shape.numbers === 'bytes';
  return async (pixels, hole) => {
    const shown = isBytes ? mapTensor(pixels, (value) => toUnit(value) * 255) : pixels;
    const marked = isBytes ? mapTensor(hole, (value) => (value === 0 ? 255 : 0)) : hole;
    const feeds = {
      [shape.image]: createFeed(ort, image, shown.data, shown.dims),
      [shape.mask]: createFeed(ort, mask, marked.data, marked.dims),
    };
    const [answer] = await session.run(feeds, [output]);
    if (answer!.dims.join() !== pixels.dims.join())
      throw new DiffusionError('model-unsupported', `${session.part} made [${answer!.dims}].`);
    return normalize(answer!, pixels, hole, shape.numbers);
  };
}

/** Side in pixels of the picture that an eraser of any size is tried with. */
const trialPx = 256;

/** Erases a square from a gray picture: whether the device computes all of the graph is known only after a run. */
async function tryOut(erase: Eraser['erase'], fixedPx: Extent | null): Promise<void> {
  const { height, width } = fixedPx ?? { height: trialPx, width: trialPx };
  const gray = createTensor([1, 3, height, width], new Float32Array(3 * height * width).fill(0.5));
  const hole = mapTensor(createTensor([1, 1, height, width]), (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Math.abs(2 * x - width) < width / 2 && Math.abs(2 * y - height) < height / 2 ? 1 : 0;
  });
  try {
    await erase(gray, hole);
  } catch (cause) {
    if (cause instanceof DiffusionError && cause.reason === 'device-lost') throw cause;
    const subject = cause instanceof DiffusionError ? (cause.subject ?? eraserPart) : eraserPart;
    throw new DiffusionError('model-unsupported', `The GPU cannot run ${eraserPart}: ${String(cause)}`, {
      cause,
      subject,
    });
  }
}

/**
 * Opens an eraser. On WebGPU it erases from a gray picture first, which also compiles its shaders: what the GPU cannot
 * run ends here with `model-unsupported`, and not in a person's picture. Throws what openModelSession throws.
 */
export async function openEraser({ source, graph, shape }: FoundEraser, runtime: Runtime): Promise<Eraser> {
  requireRunnable(graph, runtime);
  const needsPadding = await runtime.miscomputesConvs();
  const { open } = createPackParts(createPackAccess(source), runtime, needsPadding);
  const session = await open(eraserPart, graph);
  try {
    const erase = createErase(runtime, session, shape);
    if (runtime.kind === 'webgpu') await tryOut(erase, shape.fixedPx);
    return { fixedPx: shape.fixedPx, erase, release: session.release };
  } catch (thrown) {
    await session.release().catch(() => {});
    throw thrown;
  }
}
