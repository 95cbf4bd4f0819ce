import type { Part, Relation, Spec } from './corpus.ts';
import type { Said } from './judge.ts';
import { medianColor, nameColor, selectColor } from './measure/colors.ts';
import { countIslands, findCentroid, findFigure, findThird, rimColor } from './measure/figure.ts';
import { hasPatternColors, namePattern } from './measure/pattern.ts';
import { nameShape } from './measure/shape.ts';
import { countPixels, type PixelMask, type RgbPixels } from './pixels.ts';

/** Row of the table: 1 right, 0 wrong; a share where a picture answers several times. */
export type Facts = Record<string, number>;

const asNumber = (right: boolean) => (right ? 1 : 0);

/** What of a caption a picture shows. The same measurement as models/training/evaluate.py. */
export function findFacts(spec: Spec, pixels: RgbPixels, said: Said): Facts {
  switch (spec.family) {
    case 'shape':
      return shapeFacts(spec, pixels);
    case 'two':
      return twoFacts(spec, pixels);
    case 'many': {
      const figure = findFigure(pixels, rimColor(pixels));
      return { count: asNumber(countIslands(figure) === spec.count) };
    }
    case 'pattern':
      return patternFacts(spec, pixels);
    case 'scene':
      return sceneFacts(spec, said);
    case 'icon':
      return {
        icon: asNumber(said.icon === spec.icon),
        'icon: background': asNumber(nameColor(rimColor(pixels)) === spec.background),
      };
  }
}

type SpecOf<F extends Spec['family']> = Extract<Spec, { family: F }>;

function shapeFacts(spec: SpecOf<'shape'>, pixels: RgbPixels): Facts {
  const rim = rimColor(pixels);
  const figure = findFigure(pixels, rim);
  const isGround = nameColor(rim) === spec.background;
  const isThere = countPixels(figure) >= 0.005 * figure.inside.length;
  const isTint = isThere && nameColor(medianInside(pixels, figure)) === spec.color;
  const [row, column] = isThere ? findThird(figure) : [-1, -1];
  return {
    'both colors': asNumber(isTint && isGround),
    foreground: asNumber(isTint),
    background: asNumber(isGround),
    shape: asNumber(isThere && nameShape(figure) === spec.shape),
    place: asNumber(row === spec.place[0] && column === spec.place[1]),
  };
}

const medianInside = (pixels: RgbPixels, { width, inside }: PixelMask) =>
  medianColor(pixels, (x, y) => inside[y * width + x] === 1);

/** Both colors are there, and they stand as the caption says. */
function twoFacts({ colors, relation }: SpecOf<'two'>, pixels: RgbPixels): Facts {
  const [first, second] = [selectColor(pixels, colors[0]), selectColor(pixels, colors[1])];
  const smallest = Math.min(countPixels(first), countPixels(second));
  if (smallest < 0.01 * first.inside.length) return { 'two: colors': 0, 'two: relation': 0 };
  const [a, b] = [findCentroid(first), findCentroid(second)];
  const far = 0.12 * Math.min(pixels.width, pixels.height);
  const holds: Record<Relation, boolean> = {
    'left of': b.x - a.x > far,
    'right of': a.x - b.x > far,
    above: b.y - a.y > far,
    below: a.y - b.y > far,
    inside:
      Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < far && countPixels(first) < countPixels(second),
  };
  return { 'two: colors': 1, 'two: relation': asNumber(holds[relation]) };
}

const directed = new Set(['stripes', 'waves', 'zigzag', 'gradient']);

function patternFacts(spec: SpecOf<'pattern'>, pixels: RgbPixels): Facts {
  const found = namePattern(pixels, spec.colors);
  const direction = directed.has(spec.kind) ? spec.direction : null;
  const isKind = found?.kind === spec.kind && found.direction === direction;
  const areColors = hasPatternColors(pixels, spec);
  return {
    pattern: asNumber(isKind && areColors),
    'pattern: kind and direction': asNumber(isKind),
    'pattern: colors': asNumber(areColors),
  };
}

function sceneFacts(spec: SpecOf<'scene'>, said: Said): Facts {
  const [hour, land] = [asNumber(said.hour === spec.hour), asNumber(said.land === spec.land)];
  const told = spec.extras.map((name) => asNumber(said.extras.has(name)));
  return {
    'scene: hour': hour,
    'scene: land': land,
    'scene: parts present': mean([hour, land, ...told]),
    ...(told.length > 0 && { 'scene: named things': mean(told) }),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The smallest share of a mask that a figure must cover to be one. */
const leastFigure = 0.1;

/** What of a part that was asked for inside a mask is there; `filled` has the ground around it. */
export function findFillFacts(
  part: Part,
  filled: RgbPixels,
  ground: RgbPixels,
  mask: PixelMask,
  said: Said,
): Facts {
  if (part.family === 'scene-part')
    return { 'fill: scene part inside the mask': asNumber(said.extras.has(part.kind)) };
  const found = findFigure(filled, rimColor(ground));
  const figure = { ...found, inside: found.inside.map((one, i) => one & mask.inside[i]!) };
  const isThere = countPixels(figure) > leastFigure * countPixels(mask);
  return {
    'fill: color inside the mask': asNumber(
      isThere && nameColor(medianInside(filled, figure)) === part.color,
    ),
    'fill: shape inside the mask': asNumber(isThere && nameShape(figure) === part.shape),
  };
}

const ringPx = 4;

/** How far, in levels, a picture was changed outside of a box (left, top, side) within 4 pixels of it. */
export function measureSeam(
  made: RgbPixels,
  ground: RgbPixels,
  [left, top, side]: readonly [number, number, number],
): number {
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, top - ringPx); y < Math.min(ground.height, top + side + ringPx); y++) {
    for (let x = Math.max(0, left - ringPx); x < Math.min(ground.width, left + side + ringPx); x++) {
      if (x >= left && x < left + side && y >= top && y < top + side) continue;
      for (let c = 0; c < 3; c++) {
        const at = (y * ground.width + x) * 3 + c;
        sum += Math.abs(made.data[at]! - ground.data[at]!);
        count++;
      }
    }
  }
  return sum / count;
}
