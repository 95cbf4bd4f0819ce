import type { GenerationRequest } from '../../../protocol/generation.ts';
import { plainSource } from '../../diffusion/plain-source.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createPlanar, type PlanarImage } from '../../imaging/image.ts';
import { toRgba } from '../../imaging/image-tensor.ts';
import { floorSize, planFrame } from '../../imaging/model-size.ts';
import { type PictureRect, type Size, wholeOf } from '../../imaging/rect.ts';
import { resizePlanar } from '../../imaging/resize.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';

/**
 * Plans a picture for a frame. `whole` with `raw` is the plain pipeline at the frame's own size; everything else paints
 * at the model's nearest size and cuts to the frame's ratio.
 */
export function planGenerate(request: GenerationRequest, pack: DiffusionPack): PaintPlan {
  const isPlain = request.context === 'whole' && request.edge === 'raw';
  const frame: Size = { width: Math.round(request.size.width), height: Math.round(request.size.height) };
  const plain = floorSize(frame, pack.info.spatialFactor);
  const plan = isPlain
    ? { model: plain, crop: wholeOf(plain), size: plain }
    : planFrame(request.size, sizesOf(pack), pack.upscaler?.scale);
  return {
    source: plainSource(pack.info, {
      heightPx: plan.model.height,
      widthPx: plan.model.width,
      strength: 1,
      pixels: null,
      mask: null,
    }),
    posterior: isPlain ? 'sample' : 'mean',
    pipeline: 'text-to-image',
    featherPx: 0,
    warnings: [],
    isEnlarged: plan.size.width > plan.crop.width || plan.size.height > plan.crop.height,
    correct: (painted) => painted,
    finish(painted, enlarged) {
      const finest = enlarged ?? painted;
      const crop = scaleRect(plan.crop, finest.width / painted.width);
      return {
        image: toRgba(resizeTo(cutOut(finest, crop), plan.size)),
        patch: wholeOf(plan.size),
        box: null,
      };
    },
  };
}

function scaleRect({ x, y, width, height }: PictureRect, scale: number): PictureRect {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

function resizeTo(image: PlanarImage, size: Size): PlanarImage {
  return image.width === size.width && image.height === size.height ? image : resizePlanar(image, size);
}

function cutOut(image: PlanarImage, rect: PictureRect): PlanarImage {
  if (rect.width === image.width && rect.height === image.height) return image;
  const cut = createPlanar(rect.width, rect.height, image.channels);
  for (let c = 0; c < image.channels; c++) {
    for (let y = 0; y < rect.height; y++) {
      const from = (c * image.height + rect.y + y) * image.width + rect.x;
      cut.data.set(image.data.subarray(from, from + rect.width), (c * rect.height + y) * rect.width);
    }
  }
  return cut;
}
