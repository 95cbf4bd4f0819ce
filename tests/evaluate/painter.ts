import type { GenerationInputs, GenerationReport } from '../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../protocol/generation.ts';
import { decodePicture } from '../../ui/engine/worker/image-codec.ts';
import { createNodeEngine, drawMask, generate, placedAtOrigin } from '../browser/engine/node-engine.ts';
import { type RgbPixels, sidePx } from './pixels.ts';

export type PaintSettings = { steps: number | null; guidance: number | null };

/** A hole in a picture: left, top and side in pixels. */
export type Box = readonly [number, number, number];

/** Paints through the plugin's own engine, as a job from the panel does, on WASM with one thread. */
export type Painter = {
  /** A picture of the prompt. */
  paint(prompt: string, seed: number, settings: PaintSettings): Promise<Painted>;
  /** `ground` with the prompt filled into the box; by the recipe as the panel does it. */
  fill(prompt: string, seed: number, settings: PaintSettings, ground: RgbPixels, box: Box): Promise<Painted>;
  /** The decoder's whole picture of a fill, also where the ground is to stay. */
  fillPlain(
    prompt: string,
    seed: number,
    settings: PaintSettings,
    ground: RgbPixels,
    box: Box,
  ): Promise<Painted>;
};

export type Painted = { pixels: RgbPixels; report: GenerationReport };

/** Opens the engine on a pack's folder. */
export async function openPainter(folder: string): Promise<Painter> {
  const engine = await createNodeEngine(folder);
  const size = { width: sidePx, height: sidePx };

  async function run(
    request: Partial<GenerationRequest>,
    inputs: GenerationInputs,
    ground: RgbPixels | null,
  ) {
    const { candidates, report } = await generate(engine, { size, ...request }, inputs);
    const { png, patch } = candidates[0]!;
    const pixels = ground === null ? createBlank() : { ...ground, data: ground.data.slice() };
    layOver(pixels, decodePicture(png), patch);
    return { pixels, report };
  }

  function fillWith(context: 'auto' | 'whole', edge: 'blend' | 'raw'): Painter['fill'] {
    return (prompt, seed, settings, ground, [left, top, side]) => {
      const isInside = (at: number, from: number) => at >= from && at < from + side;
      const mask = drawMask(sidePx, sidePx, (x, y) => (isInside(x, left) && isInside(y, top) ? 255 : 0));
      const inputs = placedAtOrigin(toRgba(ground), [mask]);
      return run({ task: 'fill', prompt, seed, ...settings, context, edge }, inputs, ground);
    };
  }

  return {
    paint: (prompt, seed, settings) =>
      run({ task: 'generate', prompt, seed, ...settings }, { picture: null, masks: [] }, null),
    fill: fillWith('auto', 'blend'),
    fillPlain: fillWith('whole', 'raw'),
  };
}

const createBlank = (): RgbPixels => ({
  width: sidePx,
  height: sidePx,
  data: new Uint8Array(sidePx * sidePx * 3),
});

function toRgba({ width, height, data }: RgbPixels) {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(data.subarray(i * 3, i * 3 + 3), i * 4);
  return { width, height, data: rgba };
}

/** Lays a patch with straight alpha over a picture, as the document shows it. */
function layOver(
  pixels: RgbPixels,
  patch: { width: number; height: number; data: Uint8Array | Uint8ClampedArray },
  at: { x: number; y: number },
): void {
  for (let y = 0; y < patch.height; y++) {
    for (let x = 0; x < patch.width; x++) {
      const from = (y * patch.width + x) * 4;
      const to = ((at.y + y) * pixels.width + at.x + x) * 3;
      const alpha = patch.data[from + 3]! / 255;
      for (let c = 0; c < 3; c++) {
        pixels.data[to + c] = Math.round(patch.data[from + c]! * alpha + pixels.data[to + c]! * (1 - alpha));
      }
    }
  }
}
