import type { NodeRecord } from '../document/node.ts';
import type { MeasureText } from '../document/text-size.ts';
import type { Rasteriser } from './canvas-kit.ts';
import { withScope } from './scope.ts';
import { layOutText } from './text-layout.ts';

/** The exact measure of text layers, from the same layout that draws them. */
export function textMeasurer(raster: Rasteriser): MeasureText {
  return (node: NodeRecord, maxWidth?: number) =>
    withScope((scope) => {
      const ink = scope.keep(new raster.kit.Paint());
      const whole = { ...node, textAutoResize: 'HEIGHT' as const };
      const paragraph = layOutText(raster, whole, maxWidth ?? 1e6, () => ink, scope);
      return {
        width: maxWidth ?? Math.ceil(paragraph.getMaxIntrinsicWidth()),
        height: Math.ceil(paragraph.getHeight()),
      };
    });
}
