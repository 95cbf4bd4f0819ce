import { describe, expect, it } from 'vitest';
import { assemblePatch } from '../../../ui/imaging/composite.ts';
import { featherSelection, trimMask } from '../../../ui/imaging/feather.ts';
import { createPlanar, type RgbaImage, type Selection } from '../../../ui/imaging/image.ts';
import { toByte } from '../../../ui/imaging/image-tensor.ts';
import { readCrop, resizePlanar } from '../../../ui/imaging/resize.ts';

function noise(width: number, height: number): RgbaImage {
  const data = new Uint8Array(width * height * 4);
  let state = 7;
  for (let i = 0; i < data.length; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    data[i] = i % 4 === 3 ? 255 : state >> 16;
  }
  return { width, height, data };
}

const selection: Selection = {
  rect: { x: 30, y: 20, width: 25, height: 31 },
  inside: new Uint8Array(775).fill(1),
};
const crop = { x: 5, y: 0, width: 77, height: 77 };
const model = { width: 32, height: 32 };

describe('assemblePatch', () => {
  it('adds only the change in the fade, so that an unchanged picture stays what it is, byte for byte', () => {
    const picture = noise(101, 77);
    const known = readCrop(picture, crop, model);
    const alpha = trimMask(featherSelection(selection, 12, picture));
    const patch = assemblePatch({ picture, crop, painted: known, known, alpha });
    expect([patch.width, patch.height]).toEqual([alpha.rect.width, alpha.rect.height]);
    for (let i = 0; i < alpha.alpha.length; i++) {
      const x = alpha.rect.x + (i % alpha.rect.width);
      const y = alpha.rect.y + Math.floor(i / alpha.rect.width);
      expect(patch.data[i * 4 + 3]).toBe(alpha.alpha[i]);
      if (alpha.alpha[i]! === 0 || alpha.alpha[i]! === 255) continue;
      for (let c = 0; c < 3; c++)
        expect(patch.data[i * 4 + c]).toBe(picture.data[(y * picture.width + x) * 4 + c]);
    }
  });

  it('shows the painted pixels in the selection', () => {
    const picture = noise(101, 77);
    const painted = createPlanar(32, 32, 3);
    painted.data.fill(0.2);
    const alpha = trimMask(featherSelection(selection, 0, picture));
    const patch = assemblePatch({ picture, crop, painted, known: readCrop(picture, crop, model), alpha });
    expect([patch.width, patch.height]).toEqual([25, 31]);
    for (let i = 0; i < 775; i++)
      expect(Array.from(patch.data.slice(i * 4, i * 4 + 4))).toEqual([51, 51, 51, 255]);
  });

  it('shows an upscaler’s pixels in the selection, and none of them where the fade shows the original', () => {
    const picture = noise(101, 77);
    const known = readCrop(picture, crop, model);
    // The same picture with detail of its own, as an upscaler finds it.
    const enlarged = createPlanar(4 * crop.width, 4 * crop.height, 3);
    for (let i = 0; i < enlarged.data.length; i++) enlarged.data[i] = ((i * 7919) % 251) / 250;
    const alpha = trimMask(featherSelection(selection, 12, picture));
    const patch = assemblePatch({ picture, crop, painted: known, enlarged, known, alpha });
    const shown = resizePlanar(enlarged, crop);
    for (let i = 0; i < alpha.alpha.length; i++) {
      const x = alpha.rect.x + (i % alpha.rect.width);
      const y = alpha.rect.y + Math.floor(i / alpha.rect.width);
      if (alpha.alpha[i]! === 0) continue;
      for (let c = 0; c < 3; c++) {
        const own = shown.data[(c * crop.height + y - crop.y) * crop.width + x - crop.x]!;
        const original = picture.data[(y * picture.width + x) * 4 + c]!;
        expect(patch.data[i * 4 + c]).toBe(alpha.alpha[i] === 255 ? toByte(own) : original);
      }
    }
  });

  it('keeps transparent surroundings transparent', () => {
    const picture = noise(101, 77);
    for (let i = 3; i < picture.data.length; i += 4) picture.data[i] = 0;
    const known = readCrop(picture, crop, model);
    const alpha = trimMask(featherSelection(selection, 12, picture));
    const patch = assemblePatch({ picture, crop, painted: known, known, alpha });
    let selected = 0;
    for (let i = 0; i < alpha.alpha.length; i++) {
      if (patch.data[i * 4 + 3] !== 0) {
        expect(alpha.alpha[i]).toBe(255);
        selected++;
      }
    }
    expect(selected).toBeGreaterThanOrEqual(775);
  });

  it('is the same whether it is scaled in one band or in many', () => {
    const picture = noise(40, 700);
    const tall = { x: -330, y: 0, width: 700, height: 700 };
    const painted = createPlanar(32, 32, 3);
    for (let i = 0; i < painted.data.length; i++) painted.data[i] = ((i * 31) % 97) / 97;
    const all: Selection = {
      rect: { x: 0, y: 0, width: 40, height: 700 },
      inside: new Uint8Array(28000).fill(1),
    };
    const known = readCrop(picture, tall, model);
    const whole = assemblePatch({
      picture,
      crop: tall,
      painted,
      known,
      alpha: featherSelection(all, 0, picture),
    });
    const part: Selection = {
      rect: { x: 0, y: 250, width: 40, height: 20 },
      inside: new Uint8Array(800).fill(1),
    };
    const band = assemblePatch({
      picture,
      crop: tall,
      painted,
      known,
      alpha: featherSelection(part, 0, picture),
    });
    expect(Buffer.from(whole.data.subarray(250 * 160, 270 * 160)).equals(Buffer.from(band.data))).toBe(true);
  });
});
