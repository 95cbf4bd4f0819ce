import type { PipelineKind } from '../../diffusion/schedulers/create-scheduler.ts';
import type { SourcePixels } from '../../diffusion/source-latents.ts';
import type { PlanarImage, RgbaImage } from '../../imaging/image.ts';
import type { CanvasRect, PictureRect } from '../../imaging/rect.ts';

/** A picture as it leaves the engine: its pixels, where they lie in the source picture and on the canvas. */
export type FinishedPicture = { image: RgbaImage; patch: PictureRect; box: CanvasRect | null };

/** What one request asks of the model, and how a decoded picture becomes the finished one. Shared by candidates. */
export type PaintPlan = {
  source: SourcePixels;
  /** `sample` draws from the encoder's posterior as the plain pipeline does; `mean` is free of that noise. */
  posterior: 'sample' | 'mean';
  pipeline: PipelineKind;
  featherPx: number;
  warnings: string[];
  /** `painted`: the decoder's picture at the model's size, 0..1. */
  finish(painted: PlanarImage): FinishedPicture;
};
