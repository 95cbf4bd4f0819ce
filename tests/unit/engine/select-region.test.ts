import { describe, expect, it } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import type { PaintedMask } from '../../../protocol/mask-edits.ts';
import type { DecodedInputs, DecodedLayer } from '../../../ui/engine/worker/fill-inputs.ts';
import type { RegionTask } from '../../../ui/engine/worker/fill-modes.ts';
import { latentStrengthOf } from '../../../ui/engine/worker/latent-strength.ts';
import { selectRegion } from '../../../ui/engine/worker/select-region.ts';
import type { Selection } from '../../../ui/imaging/image.ts';

const [width, height] = [64, 48];
const size = { width, height };
const box = { x: 10, y: 20, width, height };

type Draw = (x: number, y: number) => number;

function layer(draw: Draw, more: Partial<DecodedLayer> = {}): DecodedLayer {
  const alpha = Uint8Array.from({ length: width * height }, (_, i) => draw(i % width, Math.floor(i / width)));
  return { size, bounds: { x: 0, y: 0, ...size }, alpha, box, ...more };
}

function inputsWith(layers: DecodedLayer[], more: Partial<DecodedInputs> = {}): DecodedInputs {
  const data = new Uint8Array(width * height * 4).fill(255);
  return { picture: { ...size, data }, placement: { size, box }, layers, ...more };
}

const region = (
  inputs: DecodedInputs,
  task: RegionTask = 'fill',
  mask: PaintedMask | null = null,
  levels = 1,
) => selectRegion({ task, mask }, inputs, levels);

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
}

/** Whether a pixel of the picture is selected. */
function selects({ rect, inside }: Selection, x: number, y: number): boolean {
  const [u, v] = [x - rect.x, y - rect.y];
  return u >= 0 && v >= 0 && u < rect.width && v < rect.height && inside[v * rect.width + u] === 1;
}

const left: Draw = (x) => (x < 20 ? 255 : 0);
const middle: Draw = (x) => (x >= 10 && x < 40 ? 255 : 0);
const painted = (edits: PaintedMask['edits'], more: Partial<PaintedMask> = {}): PaintedMask => ({
  size,
  edits,
  growPx: 0,
  fillHolesPx: 0,
  ...more,
});

describe('what masks select', () => {
  it('is their union without what is to be kept, in whatever order they come', () => {
    const layers = [layer(left), layer(middle), layer((_, y) => (y < 8 ? 255 : 0), { role: 'keep' })];
    for (const order of [layers, [...layers].reverse()]) {
      const { selection, strength, share } = region(inputsWith(order));
      expect(selection.rect).toEqual({ x: 0, y: 8, width: 40, height: 40 });
      expect(selection.inside.every((value) => value === 1)).toBe(true);
      expect([strength, share]).toEqual([null, 1]);
    }
  });

  it('is changed by what was painted, which needs no layer', () => {
    const add = { kind: 'rectangle', effect: 'add', points: [50, 0, 60, 10] } as const;
    const subtract = { kind: 'rectangle', effect: 'subtract', points: [0, 0, 20, 24] } as const;
    const both = region(
      inputsWith([layer(left)]),
      'fill',
      painted([
        { ...add, points: [...add.points] },
        { ...subtract, points: [...subtract.points] },
      ]),
    );
    expect(selects(both.selection, 55, 5)).toBe(true);
    expect(selects(both.selection, 5, 5)).toBe(false);
    expect(selects(both.selection, 5, 40)).toBe(true);
    const alone = region(inputsWith([]), 'fill', painted([{ ...add, points: [...add.points] }]));
    expect(alone.selection.rect).toEqual({ x: 50, y: 0, width: 10, height: 10 });
  });

  it('is all the rest for a new background', () => {
    const { selection } = region(inputsWith([layer(middle)]), 'replace-background');
    expect(selects(selection, 5, 5)).toBe(true);
    expect(selects(selection, 20, 5)).toBe(false);
    expect(selects(selection, 50, 5)).toBe(true);
  });

  it('is what is empty for an expansion, with the soft rim of what is not', () => {
    const inputs = inputsWith([]);
    for (let y = 0; y < height; y++) {
      for (let x = 40; x < width; x++) inputs.picture.data[(y * width + x) * 4 + 3] = x === 40 ? 128 : 0;
    }
    const { selection } = region(inputs, 'expand');
    expect(selection.rect).toEqual({ x: 40, y: 0, width: 24, height });
  });

  it('is refused with the reason where nothing is left', () => {
    const everywhere = layer(() => 255);
    const nowhere = layer(() => 0, { bounds: { x: 0, y: 0, width: 0, height: 0 }, alpha: new Uint8Array(0) });
    expect(codeOf(() => region(inputsWith([]), 'expand'))).toBe('nothing-to-expand');
    expect(codeOf(() => region(inputsWith([everywhere]), 'replace-background'))).toBe('nothing-to-keep');
    expect(codeOf(() => region(inputsWith([nowhere]), 'replace-background'))).toBe('mask-empty');
    expect(codeOf(() => region(inputsWith([nowhere])))).toBe('mask-empty');
    const kept = layer(() => 255, { role: 'keep' });
    expect(codeOf(() => region(inputsWith([layer(left), kept])))).toBe('mask-outside');
    expect(codeOf(() => region(inputsWith([layer(left)]), 'fill', painted([{ kind: 'clear' }])))).toBe(
      'mask-outside',
    );
  });
});

describe('how strongly masks repaint', () => {
  it('is the opacity that all layers share, whatever the number of steps', () => {
    for (const levels of [1, 20]) {
      const { share, strength } = region(
        inputsWith([layer(left, { opacity: 0.6 }), layer(middle, { opacity: 0.6 })]),
        'fill',
        null,
        levels,
      );
      expect([share, strength]).toEqual([0.6, null]);
    }
  });

  it('differs from place to place where the loop has steps enough, and is the strongest where it has not', () => {
    const inputs = inputsWith([
      layer(left, { opacity: 0.5 }),
      layer((x) => (x >= 30 ? 255 : 0), { opacity: 1 }),
    ]);
    const { strength, share, selection } = region(inputs, 'fill', null, 20);
    expect(share).toBe(1);
    const at = (x: number) => strength!.alpha[x - strength!.rect.x]!;
    expect([at(5), at(40)]).toEqual([128, 255]);
    expect([selects(selection, 5, 5), selects(selection, 25, 5), selects(selection, 40, 5)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(region(inputs)).toMatchObject({ share: 1, strength: null });
  });

  it('follows a soft mask down to the last step, and cuts it in its middle where there are few', () => {
    const soft = inputsWith([layer((x) => x * 4)]);
    const fine = region(soft, 'fill', null, 10);
    expect(fine.strength).not.toBeNull();
    expect(fine.selection.rect.x).toBe(7);
    const coarse = region(soft);
    expect(coarse.strength).toBeNull();
    expect(coarse.selection.rect.x).toBe(32);
  });

  it('is a mean over the selected pixels of a latent, and goes on around them', () => {
    const inputs = inputsWith([
      layer((x) => (x >= 20 && x < 30 ? 255 : 0), { opacity: 0.5 }),
      layer((x) => (x >= 50 ? 255 : 0)),
    ]);
    const { strength, selection } = region(inputs, 'fill', null, 20);
    const crop = { x: 0, y: 0, ...size };
    const { data, dims } = latentStrengthOf(strength!, { selection, crop, model: size }, 8);
    expect(dims).toEqual([1, 1, 6, 8]);
    const row = [...data.subarray(8, 16)].map((value) => Math.round(value * 100) / 100);
    expect(row).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 1, 1, 1]);
  });
});
