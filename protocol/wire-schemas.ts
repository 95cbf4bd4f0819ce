import * as v from 'valibot';
import { errorCodes } from './errors.ts';
import { isBytes } from './figma-value.ts';

/** The smallest schemas that both contracts are made of. None of them looks into bytes: type and length only. */

/** A number that is neither NaN nor infinite. */
export const finite = v.pipe(v.number(), v.finite());
export const notNegative = v.pipe(finite, v.minValue(0));
export const positive = v.pipe(finite, v.gtValue(0));
export const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const shortText = v.pipe(v.string(), v.maxLength(4000));
export const nodeId = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
export const errorCode = v.picklist(errorCodes);
export const nothing = v.undefined();

export const sizeSchema = v.object({ width: positive, height: positive });
/** A rectangle on the canvas or in a picture; lines have no height, so sides may be 0. */
export const rectSchema = v.object({ x: finite, y: finite, width: notNegative, height: notNegative });

/** An encoded picture: between a PNG's signature and as much as 4096 x 4096 incompressible pixels can take, twice. */
export const pngBytes = v.custom<Uint8Array>(
  (value) => isBytes(value) && value.byteLength >= 8 && value.byteLength <= 160 * 2 ** 20,
  'not the bytes of a picture',
);
