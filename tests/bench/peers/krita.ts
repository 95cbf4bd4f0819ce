// krita-ai-diffusion's blend mask and color match, written from their description alone.
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { fromLab, toLab } from '../../../ui/imaging/lab.ts';
import { convolve, gaussianKernel, linearKernel, type Plane, spreadSquare } from './filter-plane.ts';

const makeOdd = (value: number) => value + 1 - (value % 2);

/** Settings of a selection: a tenth of its diagonal as feather, at least 32 px, at full strength. */
export function chooseKritaSizes(diagonalPx: number, featherPx = chooseFeather(diagonalPx)) {
  const growPx = 4 + Math.floor(featherPx / 2);
  return { featherPx, growPx, blendPx: Math.min(25, growPx + Math.floor(featherPx / 2)) };
}

const chooseFeather = (diagonalPx: number) => Math.max(Math.floor(0.1 * diagonalPx), 32);

/**
 * The alpha of its result layer: the selection grown and blurred by a triangle (the denoising mask), what of that is
 * repainted at all eroded by half the blend and blurred by a bell. Exactly 1 on the selection.
 */
export function kritaAlpha(selection: Plane, featherPx: number): Plane {
  const { growPx, blendPx } = chooseKritaSizes(0, featherPx);
  const mask = convolve(spreadSquare(selection, growPx, 'max'), linearKernel(makeOdd(featherPx)));
  const touched: Plane = { ...mask, data: mask.data.map((value) => (value > 0 ? 1 : 0)) };
  const size = makeOdd(blendPx);
  const sigma = 0.3 * (size - 1) + 0.8;
  return convolve(spreadSquare(touched, blendPx >> 1, 'min'), gaussianKernel(size, sigma));
}

/**
 * Reinhard's match in CIELAB with statistics outside of the mask. They are taken of the masked picture, its zeros
 * included, which dilutes them.
 */
export function kritaMatch(painted: PlanarImage, known: PlanarImage, masked: Uint8Array): PlanarImage {
  const [own, goal] = [painted, known].map((image) => measureWithZeros(image, masked)) as [Stats, Stats];
  const pixels = masked.length;
  const result = createPlanar(painted.width, painted.height, 3);
  for (let i = 0; i < pixels; i++) {
    const lab = labAt(painted, i);
    for (let c = 0; c < 3; c++) {
      const ratio = own.deviation[c]! > 0 ? goal.deviation[c]! / own.deviation[c]! : 1;
      lab[c] = (lab[c]! - own.mean[c]!) * ratio + goal.mean[c]!;
    }
    const rgb = fromLab(...lab);
    for (let c = 0; c < 3; c++) result.data[c * pixels + i] = rgb[c]!;
  }
  return result;
}

type Stats = { mean: number[]; deviation: number[] };

function labAt({ width, height, data }: PlanarImage, i: number): [number, number, number] {
  const pixels = width * height;
  return toLab(data[i]!, data[pixels + i]!, data[2 * pixels + i]!);
}

function measureWithZeros(image: PlanarImage, masked: Uint8Array): Stats {
  const sum = [0, 0, 0];
  const squares = [0, 0, 0];
  for (let i = 0; i < masked.length; i++) {
    if (masked[i] !== 0) continue;
    const lab = labAt(image, i);
    for (let c = 0; c < 3; c++) {
      sum[c] = sum[c]! + lab[c]!;
      squares[c] = squares[c]! + lab[c]! ** 2;
    }
  }
  const mean = sum.map((value) => value / masked.length);
  return {
    mean,
    deviation: squares.map((value, c) => Math.sqrt(Math.max(0, value / masked.length - mean[c]! ** 2))),
  };
}
