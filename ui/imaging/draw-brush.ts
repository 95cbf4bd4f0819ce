import type { Mask } from './image.ts';
import { intersectRects, type PictureRect } from './rect.ts';
import { simplifyStroke } from './simplify-stroke.ts';

/** A round brush drawn along a line: x, y and pressure (0..1, of the radius) of every point, in picture pixels. */
export type BrushStroke = { radiusPx: number; hardness: number; points: readonly number[] };

/**
 * Alpha of one stroke over the part of its bounds that lies in `area`: the strongest that any place of the brush on
 * its way gives, so that a soft stroke does not build up where it crosses itself. A brush of radius r is opaque up to
 * hardness * r from its middle and falls smoothly to nothing at r, over one pixel at least. Between two points the
 * brush glides along a straight line and its radius grows evenly, exactly rather than in dabs.
 */
export function drawBrush({ radiusPx, hardness, points }: BrushStroke, area: PictureRect): Mask {
  // A deviation that moves no alpha by a level is not worth a segment.
  const sloppyPx = Math.max(1, (1 - hardness) * radiusPx) / 400;
  const path = simplifyStroke(points, sloppyPx, radiusPx);
  const rect = intersectRects<PictureRect>(boundStroke(path, radiusPx), area);
  const alpha = new Uint8Array(rect.width * rect.height);
  if (alpha.length === 0) return { rect, alpha };
  for (let i = 0; i === 0 || i + 3 < path.length; i += 3) {
    const next = i + 3 < path.length ? i + 3 : i;
    drawSegment(
      { rect, alpha },
      { x: path[i]!, y: path[i + 1]!, radius: path[i + 2]! * radiusPx },
      { x: path[next]!, y: path[next + 1]!, radius: path[next + 2]! * radiusPx },
      hardness,
    );
  }
  return { rect, alpha };
}

function boundStroke(path: readonly number[], radiusPx: number): PictureRect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < path.length; i += 3) {
    const reach = path[i + 2]! * radiusPx + rimPx;
    left = Math.min(left, path[i]! - reach);
    top = Math.min(top, path[i + 1]! - reach);
    right = Math.max(right, path[i]! + reach);
    bottom = Math.max(bottom, path[i + 1]! + reach);
  }
  const x = Math.floor(left);
  const y = Math.floor(top);
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y };
}

/** Half a pixel beyond the radius is where the anti-aliased rim ends. */
const rimPx = 0.5;

type Place = { x: number; y: number; radius: number };

function drawSegment({ rect, alpha }: Mask, a: Place, b: Place, hardness: number): void {
  const reach = Math.max(a.radius, b.radius) + rimPx;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = length > 0 ? [dx / length, dy / length] : [0, 0];
  const from: Place = length > 0 || a.radius >= b.radius ? a : b;
  const growth = length > 0 ? (b.radius - a.radius) / length : 0;
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y) - reach - rect.y));
  const bottom = Math.min(rect.height, Math.ceil(Math.max(a.y, b.y) + reach - rect.y));
  for (let row = top; row < bottom; row++) {
    const py = rect.y + row + 0.5 - from.y;
    const [low, high] = spanOf(py, dx, dy, reach);
    const left = Math.max(0, Math.floor(from.x + low - rect.x));
    const right = Math.min(rect.width, Math.ceil(from.x + high - rect.x));
    for (let column = left; column < right; column++) {
      const at = row * rect.width + column;
      if (alpha[at] === 255) continue;
      const px = rect.x + column + 0.5 - from.x;
      const along = px * ux + py * uy;
      const acrossSquared = Math.max(0, px * px + py * py - along * along);
      // The place whose distance is the smallest share of its radius: where the derivative of that share is 0.
      const footRadius = from.radius + growth * along;
      const best = footRadius > 0 ? along + (growth * acrossSquared) / footRadius : growth > 0 ? length : 0;
      const place = best < 0 ? 0 : best > length ? length : best;
      const distance = Math.sqrt(acrossSquared + (along - place) ** 2);
      const value = brushAlpha(distance, from.radius + growth * place, hardness);
      if (value > alpha[at]!) alpha[at] = value;
    }
  }
}

/** Columns, counted from the segment's start, that can lie within `reach` of it in a row `py` below its start. */
function spanOf(py: number, dx: number, dy: number, reach: number): [number, number] {
  let [first, last] = [0, 1];
  if (dy !== 0) {
    const one = (py - reach) / dy;
    const other = (py + reach) / dy;
    first = Math.min(1, Math.max(0, Math.min(one, other)));
    last = Math.max(0, Math.min(1, Math.max(one, other)));
  }
  return [Math.min(first * dx, last * dx) - reach, Math.max(first * dx, last * dx) + reach];
}

/** Alpha 0..255 at `distance` from the middle of a brush, all in pixels. */
function brushAlpha(distance: number, radius: number, hardness: number): number {
  const width = Math.max(2 * rimPx, (1 - hardness) * radius);
  const outer = (radius * (1 + hardness) + width) / 2;
  if (distance >= outer) return 0;
  // A brush thinner than a pixel covers only a part of it.
  const most = radius < rimPx ? 2 * radius : 1;
  const position = Math.min(1, (outer - distance) / width);
  return Math.round(255 * most * position * position * (3 - 2 * position));
}
