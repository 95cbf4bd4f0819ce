import type { Exporter, ExportJob } from '../plugin-runtime/ports.ts';
import { renderToJpeg, renderToPng } from '../render/export-node.ts';
import type { RenderContext } from '../render/render-context.ts';

/** The rasteriser as the plugin runtime asks for it. All color is sRGB, whatever profile is asked for. */
export function exporterOf(context: RenderContext): Exporter {
  return async (job: ExportJob) => {
    const drawing = { ...context, undecoded: job.undecodedImages };
    return job.format === 'JPG' ? renderToJpeg(drawing, job) : renderToPng(drawing, job);
  };
}
