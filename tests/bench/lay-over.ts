import type { RgbaImage } from '../../ui/imaging/image.ts';

/** A picture with a straight-alpha patch over it whose top left corner lies at `at`, rounded to bytes as a host does. */
export function layOver(picture: RgbaImage, patch: RgbaImage, at: { x: number; y: number }): RgbaImage {
  const data = new Uint8Array(picture.data);
  const [left, right] = [Math.max(0, at.x), Math.min(picture.width, at.x + patch.width)];
  for (let y = Math.max(0, at.y); y < Math.min(picture.height, at.y + patch.height); y++) {
    for (let x = left; x < right; x++) {
      const from = ((y - at.y) * patch.width + x - at.x) * 4;
      const to = (y * picture.width + x) * 4;
      const over = patch.data[from + 3]! / 255;
      const under = (data[to + 3]! / 255) * (1 - over);
      const alpha = over + under;
      if (over === 0 || alpha === 0) continue;
      for (let c = 0; c < 3; c++)
        data[to + c] = Math.round((patch.data[from + c]! * over + data[to + c]! * under) / alpha);
      data[to + 3] = Math.round(255 * alpha);
    }
  }
  return { ...picture, data };
}
