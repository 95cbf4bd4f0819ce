import { describe, expect, it } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import { defaultRequest } from '../../../protocol/generation.ts';
import type { DiffusionPack, PackInfo } from '../../../ui/diffusion/ports.ts';
import type { DecodedInputs } from '../../../ui/engine/worker/fill-inputs.ts';
import type { PaintPlan } from '../../../ui/engine/worker/paint-plan.ts';
import { planFill } from '../../../ui/engine/worker/plan-fill.ts';
import { planPlainFill, planRawFill } from '../../../ui/engine/worker/plan-raw-fill.ts';
import { type ResolvedRequest, resolveRequest } from '../../../ui/engine/worker/resolve-request.ts';
import { measureDistance } from '../../../ui/imaging/distance.ts';
import { createPlanar } from '../../../ui/imaging/image.ts';
import { plainFacts } from '../../fakes/pack-facts.ts';

const info: PackInfo = {
  latentChannels: 4,
  unetChannels: 9,
  spatialFactor: 8,
  scalingFactor: 1,
  shiftFactor: 0,
  nativePx: { height: 128, width: 128 },
  latentMultiple: 2,
  bucketsPx: [
    { height: 128, width: 128 },
    { height: 112, width: 144 },
    { height: 144, width: 112 },
  ],
  schedulerConfig: {},
  defaults: { steps: 8, guidance: 3, scheduler: 'ddim' },
  contextLength: 32,
  conditioning: { takesSizes: false, zeroesMissingNegative: false, guidanceWidth: null },
  hasEncoder: true,
  facts: plainFacts,
  previewProjection: null,
};
const unused = () => Promise.reject(new Error('planning runs no model'));
// Planning reads a pack's description and nothing else.
const packOf = (changes: Partial<PackInfo> = {}): DiffusionPack => ({
  info: { ...info, ...changes },
  encodeText: unused,
  predict: unused,
  encodeImage: unused,
  decodeLatents: unused,
  upscaler: null,
  release: unused,
});

type Draw = (x: number, y: number, width: number, height: number) => number;
const disc = (cx: number, cy: number, radius: number, x: number, y: number) =>
  Math.min(255, Math.max(0, (radius - Math.hypot(x - cx, y - cy)) * 255));

const masks: Record<string, Draw> = {
  'touching the border': (x, y, width) => disc(width, 0, 130, x, y),
  'in two parts': (x, y) => Math.max(disc(90, 90, 40, x, y), disc(400, 300, 55, x, y)),
  '9 px small': (x, y, width, height) => (x >= width - 30 && x < width - 21 && y >= height - 9 ? 255 : 0),
  'covering everything': () => 255,
};

function inputsOf(width: number, height: number, draw: Draw): DecodedInputs {
  const data = new Uint8Array(width * height * 4);
  const alpha = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      data[at * 4] = x;
      data[at * 4 + 1] = y;
      data[at * 4 + 2] = x ^ y;
      data[at * 4 + 3] = 255;
      alpha[at] = draw(x, y, width, height);
    }
  }
  const size = { width, height };
  const box = { x: -7.5, y: 1200, width: width / 2, height: height / 2 };
  return {
    picture: { width, height, data },
    placement: { size, box },
    layers: [{ size, bounds: { x: 0, y: 0, width, height }, alpha, box }],
  };
}

const request = (changes: Partial<ResolvedRequest> = {}): ResolvedRequest => ({
  ...resolveRequest(defaultRequest, info),
  task: 'fill',
  prompt: 'a red circle',
  ...changes,
});

function paint(plan: PaintPlan) {
  const painted = createPlanar(plan.source.widthPx, plan.source.heightPx, 3);
  painted.data.fill(0.8, 0, painted.data.length / 3);
  return plan.finish(plan.correct(painted), null);
}

/** Counts the pixels of a finished patch that break the law of alpha. */
function countBroken(inputs: DecodedInputs, plan: PaintPlan): { inside: number; beyond: number } {
  const { width, height } = inputs.picture;
  const alpha = inputs.layers[0]!.alpha;
  const distance = measureDistance(
    alpha.map((value) => (value >= 128 ? 1 : 0)),
    width,
    height,
  );
  const { image, patch } = paint(plan);
  let inside = 0;
  let beyond = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isIn = x >= patch.x && y >= patch.y && x < patch.x + patch.width && y < patch.y + patch.height;
      const own = isIn ? image.data[((y - patch.y) * patch.width + x - patch.x) * 4 + 3]! : 0;
      if (alpha[y * width + x]! >= 128 && own !== 255) inside++;
      if (distance[y * width + x]! > plan.featherPx && own !== 0) beyond++;
    }
  }
  return { inside, beyond };
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'no error';
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
}

describe('planFill', () => {
  for (const [width, height] of [
    [640, 480],
    [1000, 777],
  ] as const) {
    for (const [name, draw] of Object.entries(masks)) {
      it(`keeps the law of alpha at ${width} x ${height} with a mask ${name}`, () => {
        const inputs = inputsOf(width, height, draw);
        const blended = planFill(request(), inputs, packOf());
        const diagonal = Math.hypot(width, height);
        expect(blended.featherPx).toBeGreaterThanOrEqual(16);
        expect(blended.featherPx).toBeLessThanOrEqual(Math.max(16, 0.1 * diagonal));
        expect(countBroken(inputs, blended)).toEqual({ inside: 0, beyond: 0 });
        const strict = planFill(request({ edge: 'strict' }), inputs, packOf());
        expect(strict.featherPx).toBe(0);
        expect(countBroken(inputs, strict)).toEqual({ inside: 0, beyond: 0 });
      });
    }
  }

  it('paints under a see-through shape, alone and beside an opaque one', () => {
    const inputs = inputsOf(640, 480, (x, y) => 0.3 * disc(90, 90, 40, x, y));
    const opaque = inputsOf(640, 480, (x, y) => disc(400, 300, 55, x, y)).layers;
    for (const layers of [inputs.layers, [...opaque, ...inputs.layers], [...inputs.layers, ...opaque]]) {
      const plan = planFill(request({ edge: 'strict' }), { ...inputs, layers }, packOf());
      const { image, patch } = paint(plan);
      expect(image.data[((90 - patch.y) * patch.width + 90 - patch.x) * 4 + 3]).toBe(255);
    }
  });

  it('places the patch on the canvas by its own pixels', () => {
    const inputs = inputsOf(640, 480, masks['in two parts']!);
    const { image, patch, box } = paint(planFill(request(), inputs, packOf()));
    expect([image.width, image.height]).toEqual([patch.width, patch.height]);
    expect(box).toEqual({
      x: -7.5 + patch.x / 2,
      y: 1200 + patch.y / 2,
      width: patch.width / 2,
      height: patch.height / 2,
    });
  });

  it('hides every selected pixel from a 9-channel model, and pools its mask to latents', () => {
    const inputs = inputsOf(640, 480, masks['in two parts']!);
    const { source } = planFill(request(), inputs, packOf());
    const pixelMask = source.pixelMask!.data;
    const latentMask = source.latentMask!.data;
    expect(latentMask.length).toBe((source.widthPx * source.heightPx) / 64);
    for (let i = 0; i < pixelMask.length; i++) {
      if (pixelMask[i] !== 1) continue;
      const cell =
        Math.floor(i / source.widthPx / 8) * (source.widthPx / 8) + Math.floor((i % source.widthPx) / 8);
      expect(latentMask[cell]).toBe(1);
    }
    expect(latentMask.includes(0) && latentMask.includes(1)).toBe(true);
  });

  it('grows the latent mask of a 4-channel model by one, and shows it blurred surroundings at full strength only', () => {
    const inputs = inputsOf(640, 480, masks['9 px small']!);
    const nine = planFill(request(), inputs, packOf()).source;
    const four = planFill(request(), inputs, packOf({ unetChannels: 4 })).source;
    const count = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0);
    expect(count(four.latentMask!.data)).toBeGreaterThan(count(nine.latentMask!.data));
    expect(four.pixels!.data).not.toEqual(nine.pixels!.data);
    const kept = planFill(request({ strength: 0.5 }), inputs, packOf({ unetChannels: 4 })).source;
    expect(kept.pixels!.data).toEqual(nine.pixels!.data);
  });

  it('starts a removal from what lies around, whatever the strength and the channels', () => {
    const inputs = inputsOf(640, 480, masks['in two parts']!);
    for (const unetChannels of [4, 9]) {
      const fill = planFill(request({ strength: 1 }), inputs, packOf({ unetChannels: 4 })).source;
      const removal = planFill(request({ task: 'remove', strength: 0.6 }), inputs, packOf({ unetChannels }));
      expect(
        Buffer.from(removal.source.pixels!.data.buffer).equals(Buffer.from(fill.pixels!.data.buffer)),
      ).toBe(true);
      expect(removal.source.strength).toBe(0.6);
    }
  });

  it('paints nothing outside of the outline of a picture that is cut out', () => {
    const inputs = inputsOf(300, 200, (x, y) => disc(250, 100, 60, x, y));
    const outline = (x: number, y: number) => Math.round(disc(150, 100, 99.5, x, y));
    const { data } = inputs.picture;
    for (let i = 0; i < 300 * 200; i++) data[i * 4 + 3] = outline(i % 300, Math.floor(i / 300));
    const cut = { ...inputs, isCutOut: true };
    const { image, patch } = paint(planFill(request(), cut, packOf()));
    let [outside, painted, untouched] = [0, 0, 0];
    for (let i = 0; i < patch.width * patch.height; i++) {
      const [x, y] = [patch.x + (i % patch.width), patch.y + Math.floor(i / patch.width)];
      const own = image.data[i * 4 + 3]!;
      if (own > outline(x, y)) outside++;
      if (disc(250, 100, 60, x, y) >= 128 && outline(x, y) === 255) own === 255 ? painted++ : untouched++;
    }
    expect({ outside, untouched }).toEqual({ outside: 0, untouched: 0 });
    expect(painted).toBeGreaterThan(1000);
    // Elsewhere a transparent part is empty area, which may be painted.
    expect(countBroken(inputs, planFill(request(), inputs, packOf()))).toEqual({ inside: 0, beyond: 0 });
    const beside = { ...cut, layers: inputsOf(300, 200, (x) => (x < 40 ? 255 : 0)).layers };
    expect(codeOf(() => planFill(request(), beside, packOf()))).toBe('mask-outside');
  });

  it('warns of a selection that the model hardly sees', () => {
    const small = inputsOf(640, 480, masks['9 px small']!);
    expect(planFill(request({ context: 'whole' }), small, packOf()).warnings).toContain('small-mask');
    expect(planFill(request(), small, packOf()).warnings).toEqual([]);
    expect(planFill(request(), inputsOf(640, 480, masks['in two parts']!), packOf()).warnings).toEqual([]);
  });

  it('refuses an empty mask and one beside the picture', () => {
    const inputs = inputsOf(64, 64, () => 0);
    const [layer] = inputs.layers;
    const empty = { ...layer!, bounds: { x: 0, y: 0, width: 0, height: 0 }, alpha: new Uint8Array(0) };
    expect(codeOf(() => planFill(request(), { ...inputs, layers: [empty] }, packOf()))).toBe('mask-empty');
    const far = { ...inputsOf(64, 64, () => 255).layers[0]!, box: { x: 9000, y: 0, width: 64, height: 64 } };
    expect(codeOf(() => planFill(request(), { ...inputs, layers: [far] }, packOf()))).toBe('mask-outside');
  });
});

describe('raw', () => {
  it('with the whole picture is the plain pipeline: multiples of 8, nearest mask, nothing grown, an opaque patch', () => {
    const inputs = inputsOf(1000, 777, masks['in two parts']!);
    const plan = planPlainFill(request({ edge: 'raw', context: 'whole' }), inputs, packOf());
    expect([plan.source.widthPx, plan.source.heightPx]).toEqual([1000, 776]);
    expect(plan.posterior).toBe('sample');
    expect(plan.featherPx).toBe(0);
    const { pixelMask, latentMask } = plan.source;
    const nearest = latentMask!.data.every(
      (value, i) => value === pixelMask!.data[Math.floor(i / 125) * 8000 + (i % 125) * 8],
    );
    expect(nearest).toBe(true);
    const { image, box } = paint(plan);
    expect([image.width, image.height]).toEqual([1000, 776]);
    expect(Array.from(image.data.slice(0, 4))).toEqual([204, 0, 0, 255]);
    expect(box).toEqual({ x: -7.5, y: 1200, width: 500, height: 388.5 });
  });

  it('takes the picture as it is where its sides are multiples of 8', () => {
    const inputs = inputsOf(64, 48, (x) => (x < 20 ? 255 : 127));
    const { source } = planPlainFill(request(), inputs, packOf());
    for (let y = 0; y < 48; y++) {
      for (let x = 0; x < 64; x++) {
        expect(source.pixels!.data[y * 64 + x]).toBeCloseTo((x / 255) * 2 - 1, 6);
        expect(source.pixelMask!.data[y * 64 + x]).toBe(x < 20 ? 1 : 0);
      }
    }
  });

  it('on a crop gives all of the crop, opaque', () => {
    const inputs = inputsOf(640, 480, masks['9 px small']!);
    const plan = planRawFill(request({ edge: 'raw' }), inputs, packOf());
    const { image, patch } = paint(plan);
    expect(patch).toEqual({ x: 599, y: 448, width: 32, height: 32 });
    expect(image.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  });
});
