import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { decode, encode } from 'fast-png';
import { Document } from '../../host/document/document.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { startRasteriser } from '../../host/render/canvas-kit.ts';
import { type RenderJob, renderToPng } from '../../host/render/export-node.ts';
import { textMeasurer } from '../../host/render/measure-text.ts';
import { PictureCache } from '../../host/render/picture-cache.ts';

const require = createRequire(import.meta.url);
const font = readFileSync(require.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2'));
const raster = await startRasteriser(require.resolve('canvaskit-wasm/bin/canvaskit.wasm'), [
  { bytes: new Uint8Array(font), name: { family: 'Inter', style: 'Regular' } },
]);

export type Pixels = { width: number; height: number; data: Uint8Array };

/** A document with everything that draws it. */
export function setStage() {
  const document = new Document({ measureText: textMeasurer(raster) });
  const pictures = new PictureCache(raster.kit, document.images);
  const context = { raster, nodes: document, pictures };
  const page = document.currentPageId;

  /** Keeps a picture of straight RGBA bytes and returns its hash. */
  const keepPicture = (width: number, height: number, data: Uint8Array): string => {
    const stored = document.images.add(encode({ width, height, data, channels: 4, depth: 8 }));
    if (typeof stored === 'string') throw new Error(stored);
    return stored.hash;
  };

  /** What an export of the layer's own box at `scale` shows. */
  const shoot = async (nodeId: string, scale = 1, changes: Partial<RenderJob> = {}): Promise<Pixels> => {
    const region = absoluteBoundingBox(document, nodeId);
    const png = await renderToPng(context, {
      nodeId,
      region,
      widthPx: Math.round(region.width * scale),
      heightPx: Math.round(region.height * scale),
      contentsOnly: true,
      ...changes,
    });
    const picture = decode(png);
    return { width: picture.width, height: picture.height, data: new Uint8Array(picture.data) };
  };
  return { raster, document, context, page, keepPicture, shoot };
}

/** The four bytes at a pixel. */
export const pixelAt = (picture: Pixels, x: number, y: number): number[] =>
  Array.from(picture.data.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 4));

/** Straight RGBA bytes that differ at every pixel; `alphaAt` says how opaque each is. */
export function noise(
  width: number,
  height: number,
  alphaAt: (x: number, y: number) => number = () => 255,
): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = (y * width + x) * 4;
      const value = Math.imul(y * width + x + 1, 2654435761) >>> 0;
      data.set([value & 255, (value >>> 8) & 255, (value >>> 16) & 255, alphaAt(x, y)], i);
    }
  }
  return data;
}

export const solid = (r: number, g: number, b: number, opacity = 1) =>
  ({ type: 'SOLID', color: { r, g, b }, opacity }) as const;

export const imageFill = (imageHash: string, scaleMode: 'FILL' | 'FIT' | 'CROP' | 'TILE' = 'FILL') =>
  ({ type: 'IMAGE', imageHash, scaleMode }) as const;
