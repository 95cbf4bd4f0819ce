// The worker of decode-share.ts: the engine's way of getting at a picture's pixels beside the browser's own decoding.
import { loadPicture } from '../../../ui/engine/worker/image-codec.ts';
import { readCrop } from '../../../ui/imaging/resize.ts';
import { landscape, noise, picture } from '../fixtures/fixtures.ts';

export type DecodeQuestion = { kind: 'landscape' | 'noise' | 'flat'; sidePx: number; rounds: number };
/** Milliseconds of every round. */
export type DecodeTimes = { ours: number[]; browser: number[] };

/** The part that a fill of 300 px reads, at the default pack's size. */
const cropPx = 450;
const modelPx = 128;

addEventListener('message', async ({ data: { kind, sidePx, rounds } }: MessageEvent<DecodeQuestion>) => {
  const blob = await drawPng(kind, sidePx);
  const png = new Uint8Array(await blob.arrayBuffer());
  const times: DecodeTimes = { ours: [], browser: [] };
  // One round more than is counted: the first one warms up.
  for (let round = 0; round <= rounds; round++) {
    const ours = await time(() => decodeAndCrop(png));
    const browser = await time(() => decodeAndDraw(blob));
    if (round === 0) continue;
    times.ours.push(ours);
    times.browser.push(browser);
  }
  postMessage(times);
});

async function time(task: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

async function decodeAndCrop(png: Uint8Array): Promise<void> {
  const image = await loadPicture(png);
  const at = Math.floor((image.width - cropPx) / 2);
  readCrop(image, { x: at, y: at, width: cropPx, height: cropPx }, { width: modelPx, height: modelPx });
}

/** What a page does that wants a PNG's pixels on a canvas: decoded and drawn, one of them read so that it is really there. */
async function decodeAndDraw(blob: Blob): Promise<void> {
  const bitmap = await createImageBitmap(blob);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  context.getImageData(0, 0, 1, 1);
  bitmap.close();
}

/** A picture as the browser's encoder writes it, as Figma's export does: a drawn one, repeated, or one color. */
async function drawPng(kind: DecodeQuestion['kind'], sidePx: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(sidePx, sidePx);
  const context = canvas.getContext('2d')!;
  if (kind === 'flat') {
    context.fillStyle = '#c4baaa';
    context.fillRect(0, 0, sidePx, sidePx);
  } else {
    const { width, height, data } = picture(kind === 'noise' ? noise : landscape, 1024, 1024);
    const tile = new ImageData(new Uint8ClampedArray(data), width, height);
    for (let y = 0; y < sidePx; y += height) {
      for (let x = 0; x < sidePx; x += width) context.putImageData(tile, x, y);
    }
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
