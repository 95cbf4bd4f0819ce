/** The longest side of a small picture of the history, in pixels. */
const longestPx = 96;

/** A small picture as a data URL; empty where it cannot be made, which keeps nothing from being placed. */
export async function makeThumbnail(png: Uint8Array): Promise<string> {
  if (typeof createImageBitmap === 'undefined') return '';
  try {
    const picture = await createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));
    const scale = Math.min(1, longestPx / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const webp = canvas.toDataURL('image/webp', 0.8);
    // A browser that writes no WebP writes PNG, which is larger.
    return webp.startsWith('data:image/webp') ? webp : canvas.toDataURL('image/jpeg', 0.8);
  } catch {
    return '';
  }
}
