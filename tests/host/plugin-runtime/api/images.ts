import { fromBase64, toBase64 } from '../../document/base64.ts';
import { nodeOf, type Operation } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { text, validate } from '../schema.ts';
import { appearanceProperties } from './appearance-properties.ts';

/** Images and base64. */
export const imageOperations: { readonly [operation: string]: Operation } = {
  createImage: (context, [data]) => {
    if (!(data instanceof Uint8Array)) throw new FigmaError('Expected "data" to have type Uint8Array');
    const image = context.document.images.add(data);
    if (typeof image === 'string') throw new FigmaError(image);
    context.undecodedImages.add(image.hash);
    return image.hash;
  },
  getImageByHash: ({ document }, [hash]) => document.images.find(validate('hash', text, hash)) !== undefined,
  base64Encode: (_context, [data]) => {
    if (!(data instanceof Uint8Array)) throw new FigmaError('Expected "data" to have type Uint8Array');
    return toBase64(data);
  },
  base64Decode: (_context, [data]) => {
    try {
      return fromBase64(validate('data', text, data));
    } catch {
      throw new FigmaError('Invalid base64 string');
    }
  },
};

export const asyncImageOperations: { readonly [operation: string]: Operation } = {
  getBytesAsync: ({ document }, [hash]) => requireImage(document.images.find(String(hash))).bytes,
  getSizeAsync: ({ document }, [hash]) => {
    const { width, height } = requireImage(document.images.find(String(hash)));
    return { width, height };
  },
  setFillsAsync: (context, [value, fills]) => setPaints(context, value, 'fills', fills),
  setStrokesAsync: (context, [value, strokes]) => setPaints(context, value, 'strokes', strokes),
};

const setPaints = (
  context: Parameters<Operation>[0],
  value: unknown,
  name: 'fills' | 'strokes',
  paints: unknown,
): undefined => {
  appearanceProperties[name].set(nodeOf(context, value), paints, context);
};

function requireImage<T>(image: T | undefined): T {
  if (image === undefined) throw new FigmaError('Image does not exist');
  return image;
}
