import type { MaskDraft } from '../../state/mask-draft.ts';

/** Of a soft brush: how many steps its edge is drawn in. */
const softSteps = 8;

/**
 * Fills what a draft covers, in picture pixels, on a context whose transform and color are set. A soft stroke does not build
 * up where it crosses itself: each step of its edge is one path, and together they are as opaque as the brush is there.
 */
export function fillDraft(context: Canvas2D, { kind, points, sizePx, hardness }: MaskDraft): void {
  if (kind !== 'brush') {
    context.fill(shapePath(kind, points), 'evenodd');
    return;
  }
  const steps = hardness >= 1 ? 1 : softSteps;
  const strength = context.globalAlpha;
  for (let step = 1; step <= steps; step++) {
    // What is there already covers (step - 1) / steps; this much of the rest makes it step / steps.
    context.globalAlpha = strength / (steps - step + 1);
    const depth = steps === 1 ? 0 : depthOf((step - 0.5) / steps);
    context.fill(brushPath(points, (sizePx / 2) * (1 - (1 - hardness) * depth)));
  }
  context.globalAlpha = strength;
}

export type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** The outline of a lasso or rectangle as it is so far. */
export function shapePath(kind: 'lasso' | 'rectangle', points: readonly number[]): Path2D {
  const path = new Path2D();
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points;
  if (kind === 'rectangle') {
    path.rect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
    return path;
  }
  path.moveTo(x0, y0);
  for (let at = 2; at + 1 < points.length; at += 2) path.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
  path.closePath();
  return path;
}

/** Everything that a round brush touches on its way; all parts turn the same way, so that overlaps stay filled. */
function brushPath(points: readonly number[], radiusPx: number): Path2D {
  const path = new Path2D();
  let [fromX, fromY, fromRadius] = [0, 0, 0];
  for (let at = 0; at + 2 < points.length; at += 3) {
    const x = points[at] ?? 0;
    const y = points[at + 1] ?? 0;
    const radius = (points[at + 2] ?? 1) * radiusPx;
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    const length = Math.hypot(x - fromX, y - fromY);
    if (at > 0 && length > 0) {
      const nx = (y - fromY) / length;
      const ny = (fromX - x) / length;
      path.moveTo(fromX + nx * fromRadius, fromY + ny * fromRadius);
      path.lineTo(x + nx * radius, y + ny * radius);
      path.lineTo(x - nx * radius, y - ny * radius);
      path.lineTo(fromX - nx * fromRadius, fromY - ny * fromRadius);
      path.closePath();
    }
    [fromX, fromY, fromRadius] = [x, y, radius];
  }
  return path;
}

/** Where on the way from the rim to the core a soft edge is so strong: smoothstep turned round. */
function depthOf(strength: number): number {
  return 0.5 - Math.sin(Math.asin(1 - 2 * strength) / 3);
}
