import type { CanvasRect, PictureRect, Size } from '../../../protocol/geometry.ts';
import { type MaskEdit, mostMaskNumbers, type PaintedMask } from '../../../protocol/mask-edits.ts';
import { limitEdits } from '../../imaging/simplify-stroke.ts';

/** What a mask may hold at most (protocol/mask-edits.ts), in picture pixels. */
const mostGrowPx = 512;
export const mostBrushPx = 4096;

/** Everything about a mask that can be undone. `contextBox` is in the pixels of the picture; null: not a person's own. */
export type MaskVersion = { painted: PaintedMask; contextBox: PictureRect | null };

/** All versions of the mask on one layer, around the one that counts. Changes of one `series` are one step together. */
export type MaskHistory = {
  past: readonly MaskVersion[];
  present: MaskVersion;
  future: readonly MaskVersion[];
  series: string | null;
};

/** The mask on a picture of `size` pixels before anything is done to it. */
export function emptyVersion({ width, height }: Size): MaskVersion {
  return { painted: { size: { width, height }, edits: [], growPx: 0, fillHolesPx: 0 }, contextBox: null };
}

export function startHistory(present: MaskVersion): MaskHistory {
  return { past: [], present, future: [], series: null };
}

/** Makes a change that can be undone; what had been undone is gone. A change of the running series replaces the last one. */
export function commit(
  history: MaskHistory,
  present: MaskVersion,
  series: string | null = null,
): MaskHistory {
  const isMore = series !== null && series === history.series;
  return {
    past: isMore ? history.past : [...history.past, history.present],
    present,
    future: [],
    series,
  };
}

export function undo(history: MaskHistory): MaskHistory {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    series: null,
  };
}

export function redo(history: MaskHistory): MaskHistory {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, series: null };
}

/** Adds an edit; strokes are simplified where all of them together would hold too many numbers. */
export function withEdit(version: MaskVersion, edit: MaskEdit): MaskVersion {
  const { painted } = version;
  return {
    ...version,
    painted: { ...painted, edits: limitEdits([...painted.edits, edit], mostMaskNumbers) },
  };
}

/** Takes everything out of the mask; where layers select as well, only an edit can do that. */
export function withoutEdits(version: MaskVersion, hasLayers: boolean): MaskVersion {
  const edits: MaskEdit[] = hasLayers ? [{ kind: 'clear' }] : [];
  return { ...version, painted: { ...version.painted, edits } };
}

/** True where a mask changes anything of what layers select. */
export function saysSomething({ edits, growPx, fillHolesPx }: PaintedMask): boolean {
  return edits.length > 0 || growPx !== 0 || fillHolesPx !== 0;
}

/** True where a mask marks something by itself, whatever layers select: nothing that only takes away does. */
export function marksSomething({ edits }: PaintedMask): boolean {
  return sinceClear(edits).some(
    (edit) => edit.kind === 'invert' || ('effect' in edit && edit.effect === 'add'),
  );
}

/** True where a mask means places of the very picture that it was drawn on, and not only that all of it grows. */
export function hasPlace({ painted, contextBox }: MaskVersion): boolean {
  return contextBox !== null || sinceClear(painted.edits).length > 0;
}

function sinceClear(edits: readonly MaskEdit[]): readonly MaskEdit[] {
  return edits.slice(edits.map(({ kind }) => kind).lastIndexOf('clear') + 1);
}

/** A map of picture pixels onto those of another reading of the same layer. */
export type PixelMap = { scaleX: number; scaleY: number; x: number; y: number };

/**
 * Where the pixels of one reading of a layer lie in another. `part`: what the reading shows, in the layer's own units from
 * its corner. Whole layers correspond in proportion, since a layer may have been scaled; windows on one by place.
 */
export function mapBetween(
  from: { size: Size; part: CanvasRect; isWindow: boolean },
  to: { size: Size; part: CanvasRect; isWindow: boolean },
): PixelMap {
  const scaleX = to.size.width / from.size.width;
  const scaleY = to.size.height / from.size.height;
  if (!from.isWindow && !to.isWindow) return { scaleX, scaleY, x: 0, y: 0 };
  const toX = to.size.width / to.part.width;
  const toY = to.size.height / to.part.height;
  return {
    scaleX: toX / (from.size.width / from.part.width),
    scaleY: toY / (from.size.height / from.part.height),
    x: (from.part.x - to.part.x) * toX,
    y: (from.part.y - to.part.y) * toY,
  };
}

/** The same history in the pixels of another reading. */
export function mapHistory(history: MaskHistory, map: PixelMap, size: Size): MaskHistory {
  const isSame =
    map.scaleX === 1 &&
    map.scaleY === 1 &&
    map.x === 0 &&
    map.y === 0 &&
    size.width === history.present.painted.size.width &&
    size.height === history.present.painted.size.height;
  if (isSame) return history;
  const mapped = (version: MaskVersion) => mapVersion(version, map, size);
  return {
    past: history.past.map(mapped),
    present: mapped(history.present),
    future: history.future.map(mapped),
    series: null,
  };
}

function mapVersion({ painted, contextBox }: MaskVersion, map: PixelMap, size: Size): MaskVersion {
  const scale = Math.sqrt(map.scaleX * map.scaleY);
  return {
    painted: {
      ...painted,
      size: { width: size.width, height: size.height },
      edits: painted.edits.map((edit) => mapEdit(edit, map, scale)),
      growPx: within(painted.growPx * scale, -mostGrowPx, mostGrowPx),
      fillHolesPx: within(painted.fillHolesPx * scale, 0, mostGrowPx),
    },
    contextBox:
      contextBox === null
        ? null
        : {
            x: Math.round(contextBox.x * map.scaleX + map.x),
            y: Math.round(contextBox.y * map.scaleY + map.y),
            width: Math.max(1, Math.round(contextBox.width * map.scaleX)),
            height: Math.max(1, Math.round(contextBox.height * map.scaleY)),
          },
  };
}

function mapEdit(edit: MaskEdit, map: PixelMap, scale: number): MaskEdit {
  if (!('points' in edit)) return edit;
  const stride = edit.kind === 'brush' ? 3 : 2;
  const points = edit.points.map((value, at) =>
    at % stride === 0
      ? toTenth(value * map.scaleX + map.x)
      : at % stride === 1
        ? toTenth(value * map.scaleY + map.y)
        : value,
  );
  if (edit.kind !== 'brush') return { ...edit, points };
  return { ...edit, points, sizePx: within(toTenth(edit.sizePx * scale), 0.1, mostBrushPx) };
}

/** As fine as strokes are kept: more digits would only make a recipe longer. */
export function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
