import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../host/render/encode-png.ts';
import { imageFill, noise, pixelAt, setStage, solid } from './stage.ts';

describe('image fills', () => {
  it('copies an opaque picture at 1:1 byte for byte, wherever the layer lies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        fc.double({ min: -30000, max: 30000, noNaN: true }),
        fc.double({ min: -30000, max: 30000, noNaN: true }),
        async (width, height, x, y) => {
          const stage = setStage();
          const data = noise(width, height);
          const fills = [imageFill(stage.keepPicture(width, height, data))];
          const frame = stage.document.create('FRAME', stage.page, { width, height, fills });
          stage.document.setPosition(frame, x, y);
          expect((await stage.shoot(frame)).data).toEqual(data);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('shows a picture inside nested frames at 1:1 byte for byte', async () => {
    const stage = setStage();
    const data = noise(40, 30);
    const outer = stage.document.create('FRAME', stage.page, {
      width: 100,
      height: 100,
      fills: [solid(1, 0, 0)],
    });
    stage.document.setPosition(outer, 1000.3, -77.7);
    const group = stage.document.create('FRAME', outer, { width: 80, height: 80, fills: [] });
    stage.document.setPosition(group, 10, 10);
    const fills = [imageFill(stage.keepPicture(40, 30, data))];
    const picture = stage.document.create('RECTANGLE', group, { width: 40, height: 30, fills });
    stage.document.setPosition(picture, 5, 6);
    const shot = await stage.shoot(outer);
    for (let y = 0; y < 30; y += 1) {
      for (let x = 0; x < 40; x += 1) {
        const i = (y * 40 + x) * 4;
        expect(pixelAt(shot, x + 15, y + 16)).toEqual(Array.from(data.subarray(i, i + 4)));
      }
    }
    expect(pixelAt(shot, 14, 16)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(shot, 55, 16)).toEqual([255, 0, 0, 255]);
  });

  it.each([0.5, 1, 2])('changes no byte at %dx under a layer whose alpha is 0', async (scale) => {
    const stage = setStage();
    const fills = [
      imageFill(
        stage.keepPicture(
          64,
          48,
          noise(64, 48, (x) => (x % 3 === 0 ? 90 : 255)),
        ),
      ),
    ];
    const frame = stage.document.create('FRAME', stage.page, { width: 64, height: 48, fills });
    const before = await stage.shoot(frame, scale);
    const clear = stage.keepPicture(
      32,
      32,
      noise(32, 32, () => 0),
    );
    const layer = stage.document.create('RECTANGLE', frame, {
      width: 32,
      height: 32,
      fills: [imageFill(clear)],
    });
    stage.document.setPosition(layer, 7.3, 9.6);
    const after = await stage.shoot(frame, scale);
    expect(after.data).toEqual(before.data);
  });

  it.each([0.5, 1, 2])('touches at %dx only pixels that a patch reaches', async (scale) => {
    const stage = setStage();
    const fills = [imageFill(stage.keepPicture(64, 64, noise(64, 64)))];
    const frame = stage.document.create('FRAME', stage.page, { width: 64, height: 64, fills });
    const before = await stage.shoot(frame, scale);
    const inside = (x: number, y: number) => x >= 8 && x < 16 && y >= 8 && y < 16;
    const patch = stage.keepPicture(
      24,
      24,
      noise(24, 24, (x, y) => (inside(x, y) ? 255 : 0)),
    );
    const layer = stage.document.create('RECTANGLE', frame, {
      width: 24,
      height: 24,
      fills: [imageFill(patch)],
    });
    stage.document.setPosition(layer, 21, 13);
    const after = await stage.shoot(frame, scale);
    let changed = 0;
    for (let y = 0; y < after.height; y += 1) {
      for (let x = 0; x < after.width; x += 1) {
        if (pixelAt(after, x, y).join() === pixelAt(before, x, y).join()) continue;
        changed += 1;
        expect(x / scale).toBeGreaterThan(21 + 8 - 2);
        expect(x / scale).toBeLessThan(21 + 16 + 1);
        expect(y / scale).toBeGreaterThan(13 + 8 - 2);
        expect(y / scale).toBeLessThan(13 + 16 + 1);
      }
    }
    expect(changed).toBeGreaterThan(60 * scale * scale);
  });

  it('keeps color under partial alpha as near as 8-bit premultiplied bytes allow', async () => {
    const stage = setStage();
    const data = noise(256, 256, (x) => x);
    const fills = [imageFill(stage.keepPicture(256, 256, data))];
    const layer = stage.document.create('RECTANGLE', stage.page, { width: 256, height: 256, fills });
    const shot = await stage.shoot(layer);
    for (let i = 0; i < data.length; i += 4) {
      const alpha = data[i + 3]!;
      expect(shot.data[i + 3]).toBe(alpha);
      const allowed = alpha === 0 ? 255 : Math.ceil(127.5 / alpha + 0.5);
      for (let c = 0; c < 3; c += 1)
        expect(Math.abs(shot.data[i + c]! - data[i + c]!)).toBeLessThanOrEqual(allowed);
    }
  });

  it('averages two by two at half size', async () => {
    const stage = setStage();
    const data = noise(20, 10);
    const fills = [imageFill(stage.keepPicture(20, 10, data))];
    const layer = stage.document.create('FRAME', stage.page, { width: 20, height: 10, fills });
    const shot = await stage.shoot(layer, 0.5);
    for (let y = 0; y < 5; y += 1) {
      for (let x = 0; x < 10; x += 1) {
        const at = (dx: number, dy: number) => data[((2 * y + dy) * 20 + 2 * x + dx) * 4]!;
        const mean = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
        expect(Math.abs(pixelAt(shot, x, y)[0]! - mean)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('scale modes', () => {
  const halves = () => {
    const data = new Uint8Array(20 * 10 * 4);
    for (let i = 0; i < 200; i += 1) data.set(i % 20 < 10 ? [255, 0, 0, 255] : [0, 0, 255, 255], i * 4);
    return data;
  };
  const shot = async (fill: object, width: number, height: number) => {
    const stage = setStage();
    const hash = stage.keepPicture(20, 10, halves());
    const paint = { ...imageFill(hash), ...fill };
    const layer = stage.document.create('RECTANGLE', stage.page, { width, height, fills: [paint] });
    return stage.shoot(layer);
  };
  const red = [255, 0, 0, 255];
  const blue = [0, 0, 255, 255];
  const clear = [0, 0, 0, 0];

  it('FILL covers the box from the middle', async () => {
    const picture = await shot({}, 20, 20);
    expect(pixelAt(picture, 0, 0)).toEqual(red);
    expect(pixelAt(picture, 19, 19)).toEqual(blue);
  });

  it('FIT leaves the rest clear', async () => {
    const picture = await shot({ scaleMode: 'FIT' }, 20, 20);
    expect(pixelAt(picture, 0, 4)).toEqual(clear);
    expect(pixelAt(picture, 0, 5)).toEqual(red);
    expect(pixelAt(picture, 19, 14)).toEqual(blue);
    expect(pixelAt(picture, 19, 15)).toEqual(clear);
  });

  it('CROP shows the part that the transform names', async () => {
    const imageTransform = [
      [0.5, 0, 0.5],
      [0, 1, 0],
    ];
    const picture = await shot({ scaleMode: 'CROP', imageTransform }, 10, 10);
    expect(pixelAt(picture, 0, 0)).toEqual(blue);
    expect(pixelAt(picture, 9, 9)).toEqual(blue);
  });

  it('TILE repeats at its own scale', async () => {
    const picture = await shot({ scaleMode: 'TILE', scalingFactor: 1 }, 50, 20);
    expect(pixelAt(picture, 0, 0)).toEqual(red);
    expect(pixelAt(picture, 15, 15)).toEqual(blue);
    expect(pixelAt(picture, 25, 15)).toEqual(red);
  });

  it('turns by quarters', async () => {
    const picture = await shot({ rotation: 90 }, 10, 20);
    expect(pixelAt(picture, 5, 2)).toEqual(red);
    expect(pixelAt(picture, 5, 18)).toEqual(blue);
  });

  it('takes the paint opacity', async () => {
    expect(pixelAt(await shot({ opacity: 0.5 }, 20, 10), 2, 2)).toEqual([255, 0, 0, 128]);
  });

  it('draws nothing where the transform of the paint has no area', async () => {
    const flat = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    const picture = await shot({ scaleMode: 'CROP', imageTransform: flat }, 20, 10);
    expect(pixelAt(picture, 2, 2)).toEqual(clear);
    const gradientStops = [{ position: 0, color: { r: 1, g: 0, b: 0, a: 1 } }];
    const gradient = await shot({ type: 'GRADIENT_LINEAR', gradientTransform: flat, gradientStops }, 20, 10);
    expect(pixelAt(gradient, 2, 2)).toEqual(clear);
  });

  it('draws nothing for a picture that is missing', async () => {
    expect(pixelAt(await shot({ imageHash: null }, 20, 10), 2, 2)).toEqual(clear);
  });
});

describe('PNG encoding', () => {
  it('is read back by another codec, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        async (width, height) => {
          const data = noise(width, height, (x, y) => (x * y) % 256);
          const picture = decode(await encodePng(data, width, height));
          expect([picture.width, picture.height, picture.channels, picture.depth]).toEqual([
            width,
            height,
            4,
            8,
          ]);
          expect(new Uint8Array(picture.data)).toEqual(data);
        },
      ),
      { numRuns: 30 },
    );
  });
});
