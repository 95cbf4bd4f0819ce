import type { Rect } from '@figma/plugin-typings/plugin-api-standalone';
import { absoluteBoundingBox, renderBounds } from '../../document/geometry.ts';
import { unionOf } from '../../document/matrix.ts';
import type { NodeRecord } from '../../document/node.ts';
import { type PluginContext, requireLoaded } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import type { ExportJob } from '../ports.ts';
import { numberIn, objectOf, oneOf, type Schema, text, truth, validate } from '../schema.ts';

const settingsSchema = objectOf(
  { format: oneOf('PNG', 'JPG') },
  {
    contentsOnly: truth,
    useAbsoluteBounds: truth,
    suffix: text,
    colorProfile: oneOf('DOCUMENT', 'SRGB', 'DISPLAY_P3_V4'),
    constraint: objectOf({
      type: oneOf('SCALE', 'WIDTH', 'HEIGHT'),
      value: numberIn(Number.MIN_VALUE, Number.POSITIVE_INFINITY),
    }),
  },
);
type Settings = typeof settingsSchema extends Schema<infer S> ? S : never;

/** The one pixel, transparent, that an export of nothing may give. */
const TRANSPARENT_PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII='),
  (character) => character.charCodeAt(0),
);

/** Plans an export to the pixel and lets the rasteriser draw it. Rejects in Figma's words. */
export async function exportNode(
  node: NodeRecord,
  value: unknown,
  context: PluginContext,
): Promise<Uint8Array> {
  requireLoaded(context, node, 'method `exportAsync()`');
  const settings = validateSettings(value);
  const region = regionOf(node, settings.useAbsoluteBounds ?? false, context);
  if (!region) {
    if (context.faults.emptyExport === 'transparent') return TRANSPARENT_PIXEL.slice();
    throw new FigmaError('Failed to export node. This node may not have any visible layers.', {
      isBare: true,
    });
  }
  const job = planExport(node, settings, region, context);
  const { maxExportSidePx, maxExportAreaPx } = context.faults;
  const isTooLarge =
    Math.max(job.widthPx, job.heightPx) > maxExportSidePx || job.widthPx * job.heightPx > maxExportAreaPx;
  if (isTooLarge) throw new FigmaError('Target is too large to export as an image.', { isBare: true });
  const bytes = await context.ports.exporter(job);
  for (const hash of job.undecodedImages) context.undecodedImages.delete(hash);
  return bytes;
}

function validateSettings(value: unknown): Settings {
  try {
    return validate('settings', settingsSchema, value ?? { format: 'PNG' });
  } catch (error) {
    if (!(error instanceof FigmaError)) throw error;
    throw new FigmaError(error.message.replace('Property "settings"', "Property 'settings'"));
  }
}

function planExport(node: NodeRecord, settings: Settings, region: Rect, context: PluginContext): ExportJob {
  const round = Math[context.faults.exportRounding];
  const { type, value } = settings.constraint ?? { type: 'SCALE', value: 1 };
  const scale = type === 'SCALE' ? value : value / (type === 'WIDTH' ? region.width : region.height);
  return {
    nodeId: node.id,
    format: settings.format,
    region,
    widthPx: Math.max(1, type === 'WIDTH' ? round(value) : round(region.width * scale)),
    heightPx: Math.max(1, type === 'HEIGHT' ? round(value) : round(region.height * scale)),
    scale,
    contentsOnly: settings.contentsOnly ?? true,
    colorProfile: settings.colorProfile ?? 'DOCUMENT',
    undecodedImages: context.faults.whiteFirstExport ? shownAndUndecoded(node, context) : new Set(),
  };
}

function regionOf(node: NodeRecord, useAbsoluteBounds: boolean, context: PluginContext): Rect | null {
  const { document } = context;
  if (node.type === 'PAGE') {
    const drawn = node.childIds.map((id) => renderBounds(document, id, true)).filter((box) => box !== null);
    return unionOf(drawn);
  }
  const drawn = renderBounds(document, node.id, true);
  return drawn && useAbsoluteBounds ? absoluteBoundingBox(document, node.id) : drawn;
}

function shownAndUndecoded(
  node: NodeRecord,
  { document, undecodedImages }: PluginContext,
): ReadonlySet<string> {
  const hashes = [node, ...document.descendantsOf(node.id)].flatMap(({ fills }) =>
    fills.flatMap((paint) => (paint.type === 'IMAGE' && paint.imageHash !== null ? [paint.imageHash] : [])),
  );
  return new Set(hashes.filter((hash) => undecodedImages.has(hash)));
}
