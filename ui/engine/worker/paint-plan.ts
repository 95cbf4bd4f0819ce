import type { PipelineKind } from '../../diffusion/schedulers/create-scheduler.ts';
import type { SourcePixels } from '../../diffusion/source-latents.ts';
import type { PlanarImage, RgbaImage, Selection } from '../../imaging/image.ts';
import type { CanvasRect, PictureRect, Size } from '../../imaging/rect.ts';
import type { FillMode } from './fill-modes.ts';

/** A picture as it leaves the engine: its pixels, where they lie in the source picture and on the canvas. */
export type FinishedPicture = { image: RgbaImage; patch: PictureRect; box: CanvasRect | null };

/** What a second pass over a region needs to know that the first one painted smaller than it is. */
export type RefineGround = {
  crop: PictureRect;
  picture: RgbaImage;
  size: Size;
  selection: Selection;
  mode: FillMode;
  membrane: boolean;
};

/** What one request asks of the model, and how a decoded picture becomes the finished one. Shared by candidates. */
export type PaintPlan = {
  source: SourcePixels;
  /** `sample` draws from the encoder's posterior as the plain pipeline does; `mean` is free of that noise. */
  posterior: 'sample' | 'mean';
  pipeline: PipelineKind;
  featherPx: number;
  warnings: string[];
  /** True where more pixels are wanted than the model paints, so that an upscaler is worth its time. */
  isEnlarged: boolean;
  /** The decoder's picture at the model's size, 0..1, in the colors that it has to have. */
  correct(painted: PlanarImage): PlanarImage;
  /** `corrected` as `correct` gives it; `enlarged` the same with more pixels, null where nothing made any. */
  finish(corrected: PlanarImage, enlarged: PlanarImage | null): FinishedPicture;
  /** What the model must leave where it is: the crop at its size, and where it repaints (1). None where it may move all. */
  surroundings?: { known: PlanarImage; hole: Uint8Array };
  /** Where a region may be painted once more with all of its pixels; none where a picture has no more than the model's. */
  refine?: RefineGround;
};
