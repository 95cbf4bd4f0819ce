import type { BlendMode, Effect, Paint, Transform } from '@figma/plugin-typings/plugin-api-standalone';
import type { ImageStore } from '../document/image-store.ts';
import { FigmaError } from './figma-error.ts';
import {
  anyNumber,
  anything,
  listOf,
  notNegative,
  nullable,
  numberIn,
  objectOf,
  oneOf,
  type Schema,
  SchemaError,
  text,
  truth,
  variantOf,
} from './schema.ts';

const BLEND_MODES: readonly BlendMode[] = [
  'PASS_THROUGH',
  'NORMAL',
  'DARKEN',
  'MULTIPLY',
  'LINEAR_BURN',
  'COLOR_BURN',
  'LIGHTEN',
  'SCREEN',
  'LINEAR_DODGE',
  'COLOR_DODGE',
  'OVERLAY',
  'SOFT_LIGHT',
  'HARD_LIGHT',
  'DIFFERENCE',
  'EXCLUSION',
  'HUE',
  'SATURATION',
  'COLOR',
  'LUMINOSITY',
];
export const blendMode: Schema<BlendMode> = oneOf(...BLEND_MODES);

const unit = numberIn(0, 1);
const rgb = objectOf({ r: unit, g: unit, b: unit }, { sourceColor: anything });
const rgba = objectOf({ r: unit, g: unit, b: unit, a: unit }, { sourceColor: anything });
const vector = objectOf({ x: anyNumber, y: anyNumber });

export const transform: Schema<Transform> = (value, path) => {
  const rows = listOf(listOf(anyNumber))(value, path);
  const [[a, c, e] = [], [b, d, f] = []] = rows;
  const numbers = [a, b, c, d, e, f];
  if (rows.length !== 2 || numbers.includes(undefined)) throw new SchemaError('Expected a 2x3 matrix', path);
  return [
    [a!, c!, e!],
    [b!, d!, f!],
  ];
};

const common = { visible: truth, opacity: unit, blendMode, boundVariables: anything };
const scaleMode = oneOf('FILL', 'FIT', 'CROP', 'TILE');
const adjustment = numberIn(-1, 1);
const filters = objectOf(
  {},
  {
    exposure: adjustment,
    contrast: adjustment,
    saturation: adjustment,
    temperature: adjustment,
    tint: adjustment,
    highlights: adjustment,
    shadows: adjustment,
  },
);

const gradient = (type: 'GRADIENT_LINEAR' | 'GRADIENT_RADIAL' | 'GRADIENT_ANGULAR' | 'GRADIENT_DIAMOND') =>
  objectOf(
    {
      type: oneOf(type),
      gradientTransform: transform,
      gradientStops: listOf(objectOf({ position: unit, color: rgba }, { boundVariables: anything })),
    },
    common,
  );

const quarterTurns: Schema<number> = (value, path) => {
  const degrees = anyNumber(value, path);
  if (degrees % 90 !== 0) throw new SchemaError('Number must be a multiple of 90', path);
  return degrees;
};

const paintVariants: { readonly [type: string]: Schema<unknown> } = {
  SOLID: objectOf({ type: oneOf('SOLID'), color: rgb }, common),
  GRADIENT_LINEAR: gradient('GRADIENT_LINEAR'),
  GRADIENT_RADIAL: gradient('GRADIENT_RADIAL'),
  GRADIENT_ANGULAR: gradient('GRADIENT_ANGULAR'),
  GRADIENT_DIAMOND: gradient('GRADIENT_DIAMOND'),
  IMAGE: objectOf(
    { type: oneOf('IMAGE'), scaleMode, imageHash: nullable(text) },
    { ...common, imageTransform: transform, scalingFactor: notNegative, rotation: quarterTurns, filters },
  ),
};

const shadow = (type: 'DROP_SHADOW' | 'INNER_SHADOW') =>
  objectOf(
    { type: oneOf(type), color: rgba, offset: vector, radius: notNegative, visible: truth, blendMode },
    { spread: anyNumber, showShadowBehindNode: truth, boundVariables: anything },
  );
const blur = (type: 'LAYER_BLUR' | 'BACKGROUND_BLUR') =>
  objectOf(
    { type: oneOf(type), radius: notNegative, visible: truth },
    { blurType: oneOf('NORMAL'), boundVariables: anything },
  );

const effectVariants: { readonly [type: string]: Schema<unknown> } = {
  DROP_SHADOW: shadow('DROP_SHADOW'),
  INNER_SHADOW: shadow('INNER_SHADOW'),
  LAYER_BLUR: blur('LAYER_BLUR'),
  BACKGROUND_BLUR: blur('BACKGROUND_BLUR'),
};

const SHA1 = /^[0-9a-f]{40}$/;

/** Paints as a plugin may write them: valid, and with images that the document knows. */
export function paintsSchema(images: ImageStore): Schema<readonly Paint[]> {
  return (value, path) => {
    // A list with a video in it cannot be written back, even unchanged.
    if (Array.isArray(value) && value.some((paint: unknown) => typeOf(paint) === 'VIDEO')) {
      throw new FigmaError('Invalid SHA1 hash');
    }
    const paints = listOf(variantOf(paintVariants))(value, path) as Paint[];
    for (const paint of paints) {
      if (paint.type !== 'IMAGE' || paint.imageHash === null) continue;
      if (!SHA1.test(paint.imageHash)) throw new FigmaError('Invalid SHA1 hash');
      if (!images.find(paint.imageHash))
        throw new FigmaError(`Image with hash "${paint.imageHash}" does not exist`);
    }
    return paints;
  };
}

export const effectsSchema: Schema<readonly Effect[]> = (value, path) =>
  listOf(variantOf(effectVariants))(value, path) as Effect[];

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
}
