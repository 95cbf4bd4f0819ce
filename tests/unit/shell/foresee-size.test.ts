import { describe, expect, it } from 'vitest';
import { bundledPacks } from '../../../models/catalog.ts';
import type { ModelSizing } from '../../../protocol/engine-contract.ts';
import { defaultRequest, type GenerationRequest } from '../../../protocol/generation.ts';
import type { PictureRect, Size } from '../../../protocol/geometry.ts';
import type { MaskLayer, Target } from '../../../protocol/host-contract.ts';
import type { DiffusionPack, PackInfo } from '../../../ui/diffusion/ports.ts';
import type { DecodedInputs } from '../../../ui/engine/worker/fill-inputs.ts';
import { planFill } from '../../../ui/engine/worker/plan-fill.ts';
import { planGenerate } from '../../../ui/engine/worker/plan-generate.ts';
import { planPlainFill, planRawFill } from '../../../ui/engine/worker/plan-raw-fill.ts';
import { planRemove, sizesOfEraser } from '../../../ui/engine/worker/plan-remove.ts';
import { planVary } from '../../../ui/engine/worker/plan-vary.ts';
import { resolveRequest } from '../../../ui/engine/worker/resolve-request.ts';
import { createPlanar } from '../../../ui/imaging/image.ts';
import { padPicture, padPlacement } from '../../../ui/imaging/pad-picture.ts';
import { foresee } from '../../../ui/shell/state/foresee-size.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { plainFacts } from '../../fakes/pack-facts.ts';

const [included] = bundledPacks;
const small: ModelSizing = { native: { ...included.nativePx }, ...included.sizing };
const large: ModelSizing = {
  native: { width: 512, height: 512 },
  multiplePx: 64,
  bucketsPx: null,
  latentPx: 8,
  upscale: 1,
};
const unused = () => Promise.reject(new Error('planning runs no model'));

/** A pack that the engine would tell of with this sizing. */
function packOf({ native, multiplePx, bucketsPx, latentPx, upscale }: ModelSizing): DiffusionPack {
  const info: PackInfo = {
    latentChannels: 4,
    unetChannels: 9,
    spatialFactor: latentPx,
    scalingFactor: 1,
    shiftFactor: 0,
    nativePx: native,
    latentMultiple: multiplePx / latentPx,
    bucketsPx,
    schedulerConfig: {},
    defaults: { steps: 8, guidance: 3, scheduler: 'ddim' },
    contextLength: 32,
    conditioning: { takesSizes: false, zeroesMissingNegative: false, guidanceWidth: null },
    hasEncoder: true,
    facts: plainFacts,
    previewProjection: null,
  };
  const upscaler = upscale === null || upscale === 1 ? null : { scale: upscale, enlarge: unused };
  return {
    info,
    encodeText: unused,
    predict: unused,
    encodeImage: unused,
    decodeLatents: unused,
    upscaler,
    release: unused,
  };
}

const able = { tasks: ['generate', 'fill', 'vary'] };

function targetOf(size: Size, density = 1): Target {
  return makeTarget({ size, density, box: { x: 30, y: -20, ...size } });
}

/** The target's pixels, opaque, with each mask's box opaque on them. */
function inputsOf({ size, density, box }: Target, masks: MaskLayer[]): DecodedInputs {
  const width = Math.round(size.width * density);
  const height = Math.round(size.height * density);
  const layers = masks.map((mask) => {
    const own = {
      width: Math.round(mask.box.width * density),
      height: Math.round(mask.box.height * density),
    };
    const bounds: PictureRect = { x: 0, y: 0, ...own };
    return { size: own, bounds, alpha: new Uint8Array(own.width * own.height).fill(255), box: mask.box };
  });
  const data = new Uint8Array(width * height * 4).fill(255);
  return { picture: { width, height, data }, placement: { size: { width, height }, box }, layers };
}

const modelSize = ({ source }: { source: { widthPx: number; heightPx: number } }): Size => ({
  width: source.widthPx,
  height: source.heightPx,
});

describe('the sizes under the button are those of the engine', () => {
  for (const [name, sizing] of Object.entries({ small, large })) {
    const pack = packOf(sizing);
    for (const size of [
      { width: 512, height: 512 },
      { width: 800, height: 600 },
      { width: 1080, height: 1920 },
      { width: 60.5, height: 40.25 },
      { width: 3000, height: 300 },
    ]) {
      it(`of a picture for ${size.width} x ${size.height} by the ${name} model`, () => {
        for (const change of [{}, { context: 'whole', edge: 'raw' } as const]) {
          const request = { ...defaultRequest, size, ...change };
          const plan = planGenerate(request, pack);
          const foreseen = foresee(request, { kind: 'new-frame', size }, { ...able, sizing });
          expect(foreseen?.model).toEqual(modelSize(plan));
          const painted = createPlanar(plan.source.widthPx, plan.source.heightPx, 3);
          const { image } = plan.finish(painted, null);
          expect(foreseen?.size).toEqual({ width: image.width, height: image.height });
        }
      });
    }

    for (const [label, box] of Object.entries({
      small: { x: 130, y: 80, width: 20, height: 30 },
      wide: { x: 60, y: 200, width: 500, height: 80 },
      'over the edge': { x: 500, y: 300, width: 400, height: 400 },
    })) {
      it(`of what is seen around a ${label} region by the ${name} model`, () => {
        const target = targetOf({ width: 640, height: 480 }, label === 'wide' ? 2 : 1);
        const masks = [makeMask({ box })];
        const inputs = inputsOf(target, masks);
        const variants: Partial<GenerationRequest>[] = [
          {},
          { edge: 'strict' },
          { context: 'mask' },
          { context: 'whole' },
          { edge: 'raw' },
          { edge: 'raw', context: 'whole' },
          { contextBox: { x: 10, y: 10, width: 300, height: 200 } },
        ];
        for (const change of variants) {
          const request = { ...defaultRequest, task: 'fill' as const, size: target.size, ...change };
          const plan =
            request.edge !== 'raw' ? planFill : request.context === 'whole' ? planPlainFill : planRawFill;
          const planned = plan(resolveRequest(request, pack.info), inputs, pack);
          const destination = { kind: 'patch' as const, target, masks, replaces: null };
          const foreseen = foresee(request, destination, { ...able, sizing });
          expect(foreseen?.model, JSON.stringify(change)).toEqual(modelSize(planned));
          if (planned.refine !== undefined) {
            const { width, height } = planned.refine.crop;
            expect(foreseen?.size, JSON.stringify(change)).toEqual({ width, height });
          }
        }
      });
    }

    it(`of variations, new backgrounds and expansions by the ${name} model`, () => {
      const target = targetOf({ width: 640, height: 480 });
      const patch = { kind: 'patch' as const, target, masks: [] as MaskLayer[], replaces: null };
      const model = { ...able, sizing };
      const vary = { ...defaultRequest, task: 'vary' as const, size: target.size };
      const varied = planVary(resolveRequest(vary, pack.info), inputsOf(target, []), pack);
      expect(foresee(vary, patch, model)?.model).toEqual(modelSize(varied));

      const masks = [makeMask({ box: { x: 200, y: 100, width: 90, height: 90 } })];
      const ground = { ...vary, task: 'replace-background' as const };
      const grounded = planFill(resolveRequest(ground, pack.info), inputsOf(target, masks), pack);
      expect(foresee(ground, { ...patch, masks }, model)?.model).toEqual(modelSize(grounded));

      for (const padding of [
        { left: 100, top: 0, right: 0, bottom: 0 },
        { left: 0, top: 60, right: 0, bottom: 60 },
        { left: 0, top: 0, right: 200, bottom: 90 },
      ]) {
        const expand = { ...vary, task: 'expand' as const, paddingPx: padding };
        const inputs = inputsOf(target, []);
        const grown: DecodedInputs = {
          ...inputs,
          picture: padPicture(inputs.picture, padding),
          placement: padPlacement(inputs.placement, padding),
          padding,
        };
        const planned = planFill(resolveRequest(expand, pack.info), grown, pack);
        const foreseen = foresee(expand, patch, model);
        expect(foreseen?.model, JSON.stringify(padding)).toEqual(modelSize(planned));
        const { width, height } = planned.refine!.crop;
        expect(foreseen?.size, JSON.stringify(padding)).toEqual({ width, height });
      }
    });
  }

  it('of what an eraser sees', () => {
    const target = targetOf({ width: 640, height: 480 });
    const masks = [makeMask({ box: { x: 200, y: 100, width: 90, height: 60 } })];
    const request = { ...defaultRequest, task: 'remove' as const, size: target.size };
    const { native, multiplePx, buckets } = sizesOfEraser({ fixedPx: null });
    const sizing = {
      native,
      multiplePx,
      bucketsPx: buckets === null ? null : [...buckets],
      latentPx: 1,
      upscale: 1,
    };
    const planned = planRemove(request, inputsOf(target, masks), { fixedPx: null });
    const patch = { kind: 'patch' as const, target, masks, replaces: null };
    expect(foresee(request, patch, { tasks: ['remove'], sizing })?.model).toEqual(planned.model);
  });

  it('says nothing where only the pixels tell, or where the model did not say', () => {
    const target = { ...targetOf({ width: 640, height: 480 }), isExpandable: true };
    const patch = { kind: 'patch' as const, target, masks: [], replaces: null };
    const expand = { ...defaultRequest, task: 'expand' as const, size: target.size };
    expect(foresee(expand, patch, { ...able, sizing: small })).toBeNull();
    expect(foresee(expand, patch, able)).toBeNull();
    const untried = { ...small, upscale: null };
    const frame = { kind: 'new-frame' as const, size: { width: 512, height: 512 } };
    expect(foresee(defaultRequest, frame, { ...able, sizing: untried })).toBeNull();
  });
});
