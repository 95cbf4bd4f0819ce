import {
  type Candidate,
  type Capabilities,
  type Dropped,
  type EngineContract,
  engineVersion,
  type FlagReason,
  type MaskPreview,
  type ModelInfo,
  type PromptReading,
  type StepPreview,
} from '../../protocol/engine-contract.ts';
import { engineParamSchemas } from '../../protocol/engine-schemas.ts';
import type { Endpoint } from '../../protocol/envelope.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { GenerationRequest } from '../../protocol/generation.ts';
import { agreeOnVersion } from '../../protocol/handshake.ts';
import { type HandlerContext, type Server, serve } from '../../protocol/server.ts';
import type { Shelf } from '../../protocol/shelf.ts';
import { emptyShelf } from './fake-shelf.ts';
import { createScriptedShelf, type ScriptedShelf } from './scripted-shelf.ts';

type Generate = EngineContract['requests']['generate'];

/** How an engine behaves; a test changes what matters to it. */
export type EngineScript = {
  version: string;
  capabilities: Capabilities;
  models: ModelInfo[];
  /** Steps where the request leaves them to the model. */
  steps: number;
  stepMs: number;
  warnings: string[];
  /** What its safety checker says of every picture, where it is asked. */
  flag: FlagReason | null;
  /** Fails a job after so many finished candidates. */
  failure: { code: ErrorCode; afterCandidates: number } | null;
  /** What keeps every folder that is added from painting. */
  importFailure: AppError | null;
  /** What is on the shelf at the beginning. */
  shelf: Shelf;
  /** Answers nothing at all, like a page that has crashed without a word. */
  isMute: boolean;
  paint: (request: GenerationRequest, candidate: number) => Promise<Uint8Array> | Uint8Array;
  preview: (step: number, steps: number) => StepPreview | null;
  /** How a prompt is read: a piece of a word per word, and room for so many. */
  promptRoom: number;
  /** What a mask would do, as far as a panel shows it. */
  previewMask: (request: GenerationRequest) => MaskPreview;
};

const usedDevice = { kind: 'wasm' as const, name: '', threads: 4, runtime: 'fake' };

export type FakeEngine = {
  script: EngineScript;
  /** What it was asked to generate, in order. */
  jobs: Generate['params'][];
  /** What it was asked to preview, in order. */
  previewed: EngineContract['requests']['previewMask']['params'][];
  /** The folders that were added, in order. */
  folders: EngineContract['requests']['importModel']['params'][];
  /** Jobs that ended because their caller cancelled. */
  cancelledJobs: number;
  warmedUp: number;
  shelf: ScriptedShelf;
  /** Set by a test: from now on nothing is answered any more, as if the page's process were gone. */
  isSilent: boolean;
  loseDevice(): void;
  /** As if something were dropped on its page; null: a drag has left it. */
  drop(dropped: Dropped | null): void;
};

export const fakeModel: ModelInfo = {
  id: 'default',
  name: 'Underpaint small',
  nativeSize: { width: 64, height: 64 },
  defaultSteps: 20,
  defaultGuidance: 5,
  defaultScheduler: 'ddim',
  tasks: ['generate', 'fill', 'vary'],
  guidanceUse: 'negative',
  origin: 'catalog',
};

/** Serves the engine contract on this end of a wire, without a model: pictures come from the script. */
export function createFakeEngine(wire: Endpoint, change: Partial<EngineScript> = {}): FakeEngine {
  const script: EngineScript = {
    version: engineVersion,
    capabilities: {
      webgpu: 'none',
      adapterName: '',
      hasShaderF16: false,
      isCrossOriginIsolated: true,
      hasStorage: true,
      threads: 4,
      hasJspi: true,
    },
    models: [fakeModel],
    steps: 3,
    stepMs: 0,
    warnings: [],
    flag: null,
    failure: null,
    importFailure: null,
    shelf: emptyShelf,
    isMute: false,
    paint: (_, candidate) => new Uint8Array(64).fill(candidate),
    preview: () => null,
    promptRoom: 75,
    previewMask: previewEllipse,
    ...change,
  };
  const shelf = createScriptedShelf(script.shelf, (changed) =>
    server?.emit('shelfChanged', { shelf: changed }),
  );
  const engine: FakeEngine = {
    script,
    jobs: [],
    previewed: [],
    folders: [],
    cancelledJobs: 0,
    warmedUp: 0,
    shelf,
    isSilent: false,
    loseDevice: () => server?.emit('deviceLost', { reason: 'unplugged' }),
    drop: (dropped) =>
      dropped === null ? server?.emit('dragLeft', undefined) : server?.emit('dropped', dropped),
  };
  const server: Server<EngineContract> | null = script.isMute
    ? null
    : serve<EngineContract>(
        wire,
        {
          ...shelf.handlers,
          hello({ version }) {
            if (engine.isSilent) return new Promise(() => {});
            if (script.version === engineVersion) agreeOnVersion(version);
            return { version: script.version, capabilities: script.capabilities };
          },
          listModels: () => script.models,
          importModel({ name, files }) {
            if (script.importFailure !== null) throw script.importFailure;
            engine.folders.push({ name, files });
            return { ...fakeModel, id: `folder:${name}`, name, origin: 'folder' };
          },
          warmUp() {
            engine.warmedUp++;
            return { device: usedDevice };
          },
          readPrompt({ prompt, negative }) {
            return {
              prompt: readWords(prompt, script.promptRoom),
              negative: readWords(negative, script.promptRoom),
            };
          },
          previewMask(params) {
            engine.previewed.push(params);
            return script.previewMask(params.request);
          },
          async generate(params, context) {
            engine.jobs.push(params);
            try {
              return {
                candidates: await paintAll(params, script, context),
                report: {
                  request: params.request,
                  model: params.request.model,
                  modelHash: 'a1b2c3d4e5',
                  device: usedDevice,
                  timingsMs: {
                    decode: 5,
                    crop: 1,
                    textEncode: 2,
                    vaeEncode: 3,
                    steps: [4, 4, 4],
                    vaeDecode: 6,
                    upscale: 0,
                    composite: 7,
                  },
                  featherPx: 0,
                  warnings: script.warnings,
                },
              };
            } catch (thrown) {
              if (thrown instanceof AppError && thrown.code === 'cancelled') engine.cancelledJobs++;
              throw thrown;
            }
          },
        },
        { schemas: engineParamSchemas },
      );
  return engine;
}

/** A piece per word. */
function readWords(prompt: string, room: number): PromptReading {
  const words = [...prompt.matchAll(/\S+/g)];
  return { tokens: words.length, room, cutFrom: words[room]?.index ?? null };
}

async function paintAll(
  { request, inputs, isSafetyChecked = false }: Generate['params'],
  script: EngineScript,
  context: HandlerContext<Generate['progress']>,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  const steps = request.steps ?? script.steps;
  context.progress({ phase: 'encoding' });
  for (let index = 0; index < request.count; index++) {
    if (script.failure?.afterCandidates === index) throw new AppError(script.failure.code);
    for (let step = 1; step <= steps; step++) {
      await new Promise((resolve) => setTimeout(resolve, script.stepMs));
      if (context.cancelled.isCancelled()) throw new AppError('cancelled');
      context.progress({
        phase: 'denoising',
        candidate: index,
        step,
        steps,
        preview: script.preview(step, steps),
      });
    }
    context.progress({ phase: 'decoding', candidate: index });
    const png = await script.paint(request, index);
    const candidate = {
      ...makeCandidate(index, request, png, inputs.picture?.box ?? null),
      ...(isSafetyChecked && script.flag !== null && { flag: script.flag }),
    };
    candidates.push(candidate);
    const made = { request, model: request.model, modelHash: null, device: usedDevice };
    context.progress({ phase: 'candidate', candidate, made });
  }
  return candidates;
}

/** An ellipse in the middle of the picture that is repainted, with a rim around it, whatever the mask. */
function previewEllipse({ size, contextBox }: GenerationRequest): MaskPreview {
  const picture = { width: Math.round(size.width), height: Math.round(size.height) };
  const scale = Math.min(1, 256 / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const within = (reach: number) =>
    Uint8Array.from({ length: width * height }, (_, at) => {
      const x = ((at % width) + 0.5) / width - 0.5;
      const y = (Math.floor(at / width) + 0.5) / height - 0.5;
      return Math.hypot(x, y) < reach ? 255 : 0;
    });
  const whole = { x: 0, y: 0, ...picture };
  return {
    size: { width, height },
    area: whole,
    strength: within(0.2),
    hole: within(0.25),
    alpha: within(0.22),
    context:
      contextBox === null
        ? whole
        : {
            x: Math.round(contextBox.x),
            y: Math.round(contextBox.y),
            width: Math.round(contextBox.width),
            height: Math.round(contextBox.height),
          },
    model: { width: 64, height: 64 },
    featherPx: 16,
    levels: 1,
  };
}

function makeCandidate(
  index: number,
  request: GenerationRequest,
  png: Uint8Array,
  box: Candidate['box'],
): Candidate {
  const { left = 0, top = 0, right = 0, bottom = 0 } = request.paddingPx ?? {};
  const inner = { width: Math.round(request.size.width), height: Math.round(request.size.height) };
  const width = inner.width + left + right;
  const height = inner.height + top + bottom;
  const unit = box === null ? 1 : box.width / inner.width;
  return {
    index,
    seed: request.seed + index,
    png,
    size: { width, height },
    patch: { x: -left, y: -top, width, height },
    box:
      box === null
        ? null
        : {
            x: box.x - left * unit,
            y: box.y - top * unit,
            width: box.width + (left + right) * unit,
            height: box.height + (top + bottom) * unit,
          },
  };
}
