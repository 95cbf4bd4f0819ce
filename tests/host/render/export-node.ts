import type { Rect, Transform } from '@figma/plugin-typings/plugin-api-standalone';
import type { Canvas } from 'canvaskit-wasm';
import { absoluteTransform } from '../document/geometry.ts';
import { IDENTITY, multiply, translation } from '../document/matrix.ts';
import type { NodeId } from '../document/node.ts';
import { coordinateParentOf, pageOf } from '../document/node-table.ts';
import { drawChildren, drawNode } from './draw-node.ts';
import { encodePng } from './encode-png.ts';
import { scaling } from './matrix-values.ts';
import { unpremultiplyInPlace } from './premultiply.ts';
import type { RenderContext } from './render-context.ts';

/** One picture to draw: which layer, which box of the canvas, how many pixels. */
export type RenderJob = {
  nodeId: NodeId;
  region: Rect;
  widthPx: number;
  heightPx: number;
  /** Pixels per unit, where they are known; else they are told from the sizes. */
  scale?: number;
  /** True draws the layer's own subtree; false everything on its page. */
  contentsOnly: boolean;
};

/** A layer as straight RGBA bytes, transparent where nothing is drawn. Throws where memory does not suffice. */
export function renderToRgba(context: RenderContext, job: RenderJob): Uint8Array {
  const { kit } = context.raster;
  const surface = kit.MakeSurface(job.widthPx, job.heightPx);
  if (!surface) throw new Error(`No surface of ${job.widthPx} x ${job.heightPx} pixels could be made`);
  try {
    const canvas = surface.getCanvas();
    canvas.clear(kit.TRANSPARENT);
    drawRegion(context, canvas, job);
    const info = {
      width: job.widthPx,
      height: job.heightPx,
      alphaType: kit.AlphaType.Premul,
      colorType: kit.ColorType.RGBA_8888,
      colorSpace: kit.ColorSpace.SRGB,
    };
    const pixels = canvas.readPixels(0, 0, info);
    if (!(pixels instanceof Uint8Array)) throw new Error('The surface could not be read');
    return unpremultiplyInPlace(pixels);
  } finally {
    // `delete` alone would leave the pixels behind.
    surface.dispose();
  }
}

/** A layer as a PNG with straight alpha. */
export async function renderToPng(context: RenderContext, job: RenderJob): Promise<Uint8Array> {
  return encodePng(renderToRgba(context, job), job.widthPx, job.heightPx);
}

/** A layer as a JPEG over white; `quality` from 0 to 100. */
export function renderToJpeg(context: RenderContext, job: RenderJob, quality = 92): Uint8Array {
  const { kit } = context.raster;
  const surface = kit.MakeSurface(job.widthPx, job.heightPx);
  if (!surface) throw new Error(`No surface of ${job.widthPx} x ${job.heightPx} pixels could be made`);
  try {
    const canvas = surface.getCanvas();
    canvas.clear(kit.WHITE);
    drawRegion(context, canvas, job);
    const image = surface.makeImageSnapshot();
    const bytes = image.encodeToBytes(kit.ImageFormat.JPEG, quality);
    image.delete();
    if (!bytes) throw new Error('The picture could not be encoded');
    return bytes;
  } finally {
    // `delete` alone would leave the pixels behind.
    surface.dispose();
  }
}

function drawRegion(context: RenderContext, canvas: Canvas, job: RenderJob): void {
  const { region } = job;
  const [sx, sy] = exactScale(job);
  const toSurface = multiply(scaling(sx, sy), translation(-region.x, -region.y));
  const page = pageOf(context.nodes, job.nodeId);
  const isPage = page?.id === job.nodeId;
  if (page && (isPage || !job.contentsOnly)) {
    drawChildren(context, canvas, page, toSurface);
    return;
  }
  const parent = coordinateParentOf(context.nodes, job.nodeId);
  const above: Transform = parent ? absoluteTransform(context.nodes, parent.id) : IDENTITY;
  drawNode(context, canvas, job.nodeId, multiply(toSurface, above));
}

/**
 * Pixels per unit along both axes. A box that is no whole number of pixels is cut at its far edge and not stretched,
 * as long as a plain scale explains the size: stretching by half a pixel would blur the whole picture.
 */
function exactScale({ region, widthPx, heightPx, scale }: RenderJob): [number, number] {
  if (scale !== undefined) return [scale, scale];
  const explains = (scale: number) =>
    Math.abs(widthPx - region.width * scale) < 1 && Math.abs(heightPx - region.height * scale) < 1;
  const [sx, sy] = [widthPx / region.width, heightPx / region.height];
  const plain = [1, 2, 0.5, 3, 4, 0.25, 1.5].find(explains);
  if (plain !== undefined) return [plain, plain];
  const common = [sx, sy].find(explains);
  return common === undefined ? [sx, sy] : [common, common];
}
