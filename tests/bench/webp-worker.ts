// Writes a PNG as WebP, with the encoder of the browser; both cross as base64.

const quality = 0.82;

addEventListener('message', async ({ data }: MessageEvent<string>) => {
  const png = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([png]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  const webp = new Uint8Array(
    await (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer(),
  );
  let text = '';
  for (const byte of webp) text += String.fromCharCode(byte);
  postMessage(btoa(text));
});
