import { describe, expect, it } from 'vitest';
import { withRotation } from '../../host/document/matrix.ts';
import { type Pixels, pixelAt, setStage, solid } from './stage.ts';

const red = [255, 0, 0, 255];
const green = [0, 255, 0, 255];
const clear = [0, 0, 0, 0];

/** How many pixels are more than half opaque. */
const inkOf = (picture: Pixels): number =>
  picture.data.reduce((count, value, i) => (i % 4 === 3 && value > 127 ? count + 1 : count), 0);

describe('shapes', () => {
  it('fills an ellipse and a part of one', async () => {
    const { document, page, shoot } = setStage();
    const whole = document.create('ELLIPSE', page, { width: 100, height: 60, fills: [solid(1, 0, 0)] });
    const shot = await shoot(whole);
    expect(pixelAt(shot, 50, 30)).toEqual(red);
    expect(pixelAt(shot, 1, 1)).toEqual(clear);
    expect(inkOf(shot)).toBeCloseTo((Math.PI * 100 * 60) / 4, -2);
    document.update(whole, { arcData: { startingAngle: 0, endingAngle: Math.PI, innerRadius: 0.5 } });
    const half = await shoot(whole);
    expect(pixelAt(half, 50, 52)).toEqual(red);
    expect(pixelAt(half, 50, 8)).toEqual(clear);
    expect(inkOf(half)).toBeCloseTo((Math.PI * 100 * 60 * 0.75) / 8, -2);
  });

  it('rounds corners, each by its own radius', async () => {
    const { document, page, shoot } = setStage();
    const cornerRadii = [20, 0, 0, 0] as const;
    const box = document.create('RECTANGLE', page, {
      width: 60,
      height: 60,
      fills: [solid(1, 0, 0)],
      cornerRadii,
    });
    const shot = await shoot(box);
    expect(pixelAt(shot, 1, 1)).toEqual(clear);
    expect(pixelAt(shot, 58, 1)).toEqual(red);
    expect(pixelAt(shot, 1, 58)).toEqual(red);
  });

  it('draws polygon, star, line and vector', async () => {
    const { document, page, shoot } = setStage();
    const box = { width: 100, height: 100, fills: [solid(1, 0, 0)] };
    expect(inkOf(await shoot(document.create('POLYGON', page, { ...box, pointCount: 4 })))).toBeCloseTo(
      5000,
      -2.5,
    );
    const star = await shoot(document.create('STAR', page, box));
    expect(pixelAt(star, 50, 50)).toEqual(red);
    expect(pixelAt(star, 3, 3)).toEqual(clear);
    const vectorPaths = [{ windingRule: 'NONZERO' as const, data: 'M 0 0 L 100 0 L 0 100 Z' }];
    const vector = document.create('VECTOR', page, { ...box, strokes: [], vectorPaths });
    expect(inkOf(await shoot(vector))).toBeCloseTo(5000, -2.5);
    const line = document.create('LINE', page, {
      width: 80,
      height: 0,
      strokeWeight: 4,
      strokes: [solid(1, 0, 0)],
    });
    const drawn = await shoot(line, 1, {
      region: { x: 0, y: -5, width: 80, height: 10 },
      widthPx: 80,
      heightPx: 10,
    });
    expect([pixelAt(drawn, 40, 2), pixelAt(drawn, 40, 3), pixelAt(drawn, 40, 6)]).toEqual([clear, red, red]);
  });

  it('combines shapes', async () => {
    const { document, page, shoot } = setStage();
    const parts = [0, 20].map((x) => {
      const id = document.create('RECTANGLE', page, { width: 40, height: 40 });
      document.setPosition(id, x, 0);
      return id;
    });
    const group = document.group(parts, page, 0, 'BOOLEAN_OPERATION');
    const inkFor = async (booleanOperation: 'UNION' | 'INTERSECT' | 'SUBTRACT' | 'EXCLUDE') => {
      document.update(group, { booleanOperation, fills: [solid(1, 0, 0)] });
      const region = { x: 0, y: 0, width: 60, height: 40 };
      return inkOf(await shoot(group, 1, { region, widthPx: 60, heightPx: 40 }));
    };
    expect(await inkFor('UNION')).toBe(2400);
    expect(await inkFor('INTERSECT')).toBe(800);
    expect(await inkFor('SUBTRACT')).toBe(800);
    expect(await inkFor('EXCLUDE')).toBe(1600);
  });

  it('sets text in the bundled font', async () => {
    const { document, page, shoot } = setStage();
    const props = { characters: 'Mask', fontSize: 40, fills: [solid(1, 0, 0)] };
    const text = document.create('TEXT', page, props);
    const { width, height } = document.get(text);
    expect(width).toBeGreaterThan(85);
    expect(width).toBeLessThan(110);
    expect(height).toBeGreaterThan(44);
    const ink = inkOf(await shoot(text));
    expect(ink).toBeGreaterThan(500);
    document.update(text, { fontSize: 80 });
    expect(document.get(text).width / width).toBeCloseTo(2, 1);
    expect(inkOf(await shoot(text)) / ink).toBeCloseTo(4, 0);
  });
});

describe('strokes', () => {
  const strokedBox = (strokeAlign: 'INSIDE' | 'CENTER' | 'OUTSIDE') => {
    const stage = setStage();
    const props = {
      width: 40,
      height: 40,
      fills: [],
      strokes: [solid(1, 0, 0)],
      strokeWeight: 4,
      strokeAlign,
    };
    const box = stage.document.create('RECTANGLE', stage.page, props);
    return stage.shoot(box, 1, {
      region: { x: -10, y: -10, width: 60, height: 60 },
      widthPx: 60,
      heightPx: 60,
    });
  };

  it.each([
    ['INSIDE', 10, 14],
    ['CENTER', 8, 12],
    ['OUTSIDE', 6, 10],
  ] as const)('lies %s on whole pixels', async (align, first, end) => {
    const shot = await strokedBox(align);
    const drawn = Array.from({ length: 30 }, (_, x) => pixelAt(shot, x, 30)[3]!);
    expect(drawn).toEqual(drawn.map((_, x) => (x >= first && x < end ? 255 : 0)));
  });

  it('follows an ellipse on its inside', async () => {
    const { document, page, shoot } = setStage();
    const props = { width: 60, height: 60, fills: [], strokes: [solid(1, 0, 0)], strokeWeight: 6 };
    const shot = await shoot(document.create('ELLIPSE', page, { ...props, strokeAlign: 'INSIDE' }));
    expect(pixelAt(shot, 3, 30)).toEqual(red);
    expect(pixelAt(shot, 9, 30)).toEqual(clear);
  });
});

describe('containers', () => {
  it('clip their content only when told to', async () => {
    const { document, page, shoot } = setStage();
    const frame = document.create('FRAME', page, { width: 40, height: 40, fills: [] });
    const child = document.create('RECTANGLE', frame, { width: 40, height: 40, fills: [solid(1, 0, 0)] });
    document.setPosition(child, 20, 20);
    const region = { x: 0, y: 0, width: 60, height: 60 };
    const look = () => shoot(frame, 1, { region, widthPx: 60, heightPx: 60 });
    expect(inkOf(await look())).toBe(400);
    document.update(frame, { clipsContent: false });
    expect(inkOf(await look())).toBe(1600);
  });

  it('round the clip with their corners', async () => {
    const { document, page, shoot } = setStage();
    const frame = document.create('FRAME', page, {
      width: 60,
      height: 60,
      fills: [],
      cornerRadii: [30, 30, 30, 30],
    });
    document.create('RECTANGLE', frame, { width: 60, height: 60, fills: [solid(1, 0, 0)] });
    const shot = await shoot(frame);
    expect(pixelAt(shot, 2, 2)).toEqual(clear);
    expect(pixelAt(shot, 30, 30)).toEqual(red);
  });

  it('take groups as transparent for coordinates', async () => {
    const { document, page, shoot } = setStage();
    const ids = [10, 60].map((x) => {
      const id = document.create('RECTANGLE', page, { width: 20, height: 20, fills: [solid(1, 0, 0)] });
      document.setPosition(id, x, 30);
      return id;
    });
    const group = document.group(ids, page);
    const shot = await shoot(group);
    expect([shot.width, shot.height]).toEqual([70, 20]);
    expect(inkOf(shot)).toBe(800);
    expect(pixelAt(shot, 0, 0)).toEqual(red);
    expect(pixelAt(shot, 30, 10)).toEqual(clear);
  });

  it('mix a group’s opacity once and not per layer', async () => {
    const { document, page, shoot } = setStage();
    const ids = [0, 10].map((x) => {
      const id = document.create('RECTANGLE', page, { width: 20, height: 20, fills: [solid(1, 0, 0)] });
      document.setPosition(id, x, 0);
      return id;
    });
    const group = document.group(ids, page);
    document.update(group, { opacity: 0.5 });
    const shot = await shoot(group);
    expect([pixelAt(shot, 5, 5)[3], pixelAt(shot, 15, 5)[3]]).toEqual([128, 128]);
  });

  it('leave hidden layers out', async () => {
    const { document, page, shoot } = setStage();
    const frame = document.create('FRAME', page, { width: 20, height: 20, fills: [solid(0, 1, 0)] });
    const child = document.create('RECTANGLE', frame, { width: 20, height: 20, fills: [solid(1, 0, 0)] });
    document.update(child, { visible: false });
    expect(pixelAt(await shoot(frame), 10, 10)).toEqual(green);
  });
});

describe('blending', () => {
  it('multiplies with what lies below', async () => {
    const { document, page, shoot } = setStage();
    const frame = document.create('FRAME', page, { width: 20, height: 20, fills: [solid(1, 0.5, 0)] });
    const fills = [solid(0.5, 0.5, 1)];
    document.create('RECTANGLE', frame, { width: 10, height: 20, fills, blendMode: 'MULTIPLY' });
    const shot = await shoot(frame);
    const [r, g, b, a] = pixelAt(shot, 5, 5);
    expect([r, b, a]).toEqual([128, 0, 255]);
    expect(Math.abs(g! - 64)).toBeLessThanOrEqual(1);
    expect(pixelAt(shot, 15, 5)).toEqual([255, 128, 0, 255]);
  });

  it('throws a shadow outside the layer and leaves the layer as it is', async () => {
    const { document, page, shoot } = setStage();
    const effects = [
      {
        type: 'DROP_SHADOW' as const,
        color: { r: 0, g: 0, b: 0, a: 1 },
        offset: { x: 0, y: 20 },
        radius: 8,
        visible: true,
        blendMode: 'NORMAL' as const,
      },
    ];
    const box = document.create('RECTANGLE', page, {
      width: 40,
      height: 40,
      fills: [solid(1, 0, 0)],
      effects,
    });
    const region = { x: -20, y: -20, width: 80, height: 110 };
    const shot = await shoot(box, 1, { region, widthPx: 80, heightPx: 110 });
    expect(pixelAt(shot, 40, 40)).toEqual(red);
    expect(pixelAt(shot, 40, 70)[3]).toBeGreaterThan(200);
    expect(pixelAt(shot, 40, 82)[3]).toBeGreaterThan(0);
    expect(pixelAt(shot, 40, 100)).toEqual(clear);
    expect(pixelAt(shot, 40, 10)).toEqual(clear);
  });
});

describe('masks', () => {
  const masked = async (maskType: 'ALPHA' | 'VECTOR' | 'LUMINANCE', fill: ReturnType<typeof solid>) => {
    const { document, page, shoot } = setStage();
    const frame = document.create('FRAME', page, { width: 40, height: 40, fills: [] });
    document.create('RECTANGLE', frame, { width: 10, height: 10, fills: [solid(0, 1, 0)] });
    const mask = document.create('RECTANGLE', frame, {
      width: 20,
      height: 20,
      fills: [fill],
      isMask: true,
      maskType,
    });
    document.setPosition(mask, 10, 10);
    document.create('RECTANGLE', frame, { width: 40, height: 40, fills: [solid(1, 0, 0)] });
    return shoot(frame);
  };

  it('let through by alpha what lies above them, and do not touch what lies below', async () => {
    const shot = await masked('ALPHA', solid(0, 0, 1, 0.5));
    expect(pixelAt(shot, 20, 20)).toEqual([255, 0, 0, 128]);
    expect(pixelAt(shot, 35, 35)).toEqual(clear);
    expect(pixelAt(shot, 5, 5)).toEqual(green);
  });

  it('let through by outline whatever their paint is', async () => {
    expect(pixelAt(await masked('VECTOR', solid(0, 0, 1, 0.2)), 20, 20)).toEqual(red);
  });

  it('let through by brightness', async () => {
    expect(pixelAt(await masked('LUMINANCE', solid(1, 1, 1)), 20, 20)).toEqual(red);
    expect(pixelAt(await masked('LUMINANCE', solid(0, 0, 0)), 20, 20)).toEqual(clear);
  });
});

describe('export', () => {
  it('shows a turned layer upright in its axis-aligned box', async () => {
    const { document, page, shoot } = setStage();
    const box = document.create('RECTANGLE', page, { width: 40, height: 20, fills: [solid(1, 0, 0)] });
    document.setTransform(box, withRotation(document.get(box).transform, 90));
    const shot = await shoot(box);
    expect([shot.width, shot.height]).toEqual([20, 40]);
    expect(inkOf(shot)).toBe(800);
    document.setTransform(box, withRotation(document.get(box).transform, 45));
    const tilted = await shoot(box);
    expect(tilted.width).toBe(Math.round(60 * Math.SQRT1_2));
    expect(inkOf(tilted)).toBeCloseTo(800, -2);
  });

  it('draws what overlaps only when the whole page is wanted', async () => {
    const { document, page, shoot } = setStage();
    const below = document.create('RECTANGLE', page, { width: 20, height: 20, fills: [solid(0, 1, 0)] });
    document.create('RECTANGLE', page, { width: 10, height: 20, fills: [solid(1, 0, 0)] });
    expect(pixelAt(await shoot(below), 5, 5)).toEqual(green);
    expect(pixelAt(await shoot(below, 1, { contentsOnly: false }), 5, 5)).toEqual(red);
  });

  it.each([Math.floor, Math.round, Math.ceil])(
    'does not blur a box of fractional size, rounded by %o',
    async (round) => {
      const { document, page, shoot } = setStage();
      const frame = document.create('FRAME', page, { width: 30.5, height: 20.5, fills: [solid(0, 1, 0)] });
      document.setPosition(frame, 3.3, 4.7);
      const child = document.create('RECTANGLE', frame, { width: 10, height: 10, fills: [solid(1, 0, 0)] });
      document.setPosition(child, 10, 5);
      const shot = await shoot(frame, 1, { widthPx: round(30.5), heightPx: round(20.5) });
      expect([pixelAt(shot, 9, 5), pixelAt(shot, 10, 5)]).toEqual([green, red]);
      expect([pixelAt(shot, 19, 14), pixelAt(shot, 20, 14)]).toEqual([red, green]);
    },
  );

  it('gives the same bytes every time', async () => {
    const { document, page, shoot } = setStage();
    const frame = document.create('FRAME', page, { width: 90, height: 70, fills: [solid(0, 1, 0)] });
    const ellipse = document.create('ELLIPSE', frame, {
      width: 51.3,
      height: 33.7,
      fills: [solid(1, 0, 0, 0.4)],
    });
    document.setPosition(ellipse, 7.7, 9.1);
    const shots = await Promise.all([0.5, 0.5, 2, 2].map((scale) => shoot(frame, scale)));
    expect(shots[1]?.data).toEqual(shots[0]?.data);
    expect(shots[3]?.data).toEqual(shots[2]?.data);
  });
});
