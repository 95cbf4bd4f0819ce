/** Straight RGBA bytes to premultiplied ones, rounded to nearest; the input is left alone. Says whether all is opaque. */
export function premultiply(straight: Uint8Array | Uint8ClampedArray): {
  bytes: Uint8Array;
  isOpaque: boolean;
} {
  const bytes = new Uint8Array(straight);
  let isOpaque = true;
  for (let i = 3; i < bytes.length; i += 4) {
    const alpha = bytes[i]!;
    if (alpha === 255) continue;
    isOpaque = false;
    bytes[i - 3] = Math.round((bytes[i - 3]! * alpha) / 255);
    bytes[i - 2] = Math.round((bytes[i - 2]! * alpha) / 255);
    bytes[i - 1] = Math.round((bytes[i - 1]! * alpha) / 255);
  }
  return { bytes, isOpaque };
}

/** Premultiplied RGBA bytes to straight ones, in place; color under alpha 0 becomes 0. */
export function unpremultiplyInPlace(bytes: Uint8Array): Uint8Array {
  for (let i = 3; i < bytes.length; i += 4) {
    const alpha = bytes[i]!;
    if (alpha === 255) continue;
    if (alpha === 0) {
      bytes[i - 3] = 0;
      bytes[i - 2] = 0;
      bytes[i - 1] = 0;
      continue;
    }
    const half = alpha >> 1;
    bytes[i - 3] = Math.min(255, Math.trunc((bytes[i - 3]! * 255 + half) / alpha));
    bytes[i - 2] = Math.min(255, Math.trunc((bytes[i - 2]! * 255 + half) / alpha));
    bytes[i - 1] = Math.min(255, Math.trunc((bytes[i - 1]! * 255 + half) / alpha));
  }
  return bytes;
}
