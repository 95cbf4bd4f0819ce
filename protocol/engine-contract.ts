import type { GenerationRequest } from './generation.ts';
import type { CanvasRect, PictureRect, Size } from './geometry.ts';
import type { ShelfEvents, ShelfRequests } from './shelf.ts';

/** Bumped whenever an answer or a picture may change; panel and engine must agree on it. */
export const engineVersion = '0.3.0';

/** What this machine gives the engine, probed once and stated plainly. */
export type Capabilities = {
  webgpu: 'hardware' | 'software' | 'none';
  adapterName: string;
  hasShaderF16: boolean;
  isCrossOriginIsolated: boolean;
  hasStorage: boolean;
  threads: number;
  hasJspi: boolean;
};

/** A device as it was really used, recorded with every result. */
export type DeviceUsed = { kind: 'webgpu' | 'wasm'; name: string; threads: number; runtime: string };

/**
 * What guidance is to a model. `negative`: above 1 it sets the prompt against a negative one. `input`: the network is
 * told it, and knows no negative prompt. `none`: it was distilled to paint without.
 */
export const guidanceUses = ['negative', 'input', 'none'] as const;
export type GuidanceUse = (typeof guidanceUses)[number];

/**
 * What decides the sizes of a model's pictures, in pixels: its own, the step of its sides, those that it was trained at
 * where it has a list, how many pixels a side of one latent covers (1: it has none), and what its upscaler multiplies both
 * sides by (1: it has none; null: it has one that nobody has tried).
 */
export type ModelSizing = {
  native: Size;
  multiplePx: number;
  bucketsPx: Size[] | null;
  latentPx: number;
  upscale: number | null;
};

/** A model as the panel needs to know it. */
export type ModelInfo = {
  id: string;
  name: string;
  nativeSize: Size;
  defaultSteps: number;
  defaultGuidance: number;
  defaultScheduler: string;
  tasks: string[];
  /** Absent in what was noted before it was asked. */
  guidanceUse?: GuidanceUse | undefined;
  sizing?: ModelSizing | undefined;
  /** Of its weights, as they are stored. */
  weightBytes?: number | undefined;
  /** `folder`: added by a person, as a folder or a .zip file. */
  origin: 'catalog' | 'folder';
};

/** A file as the browser hands it around, a Blob: it crosses wires without its bytes being read. */
export type FileHandle = { readonly size: number };

/** A file with its name, which not every wire keeps with it. */
export type NamedFile = { name: string; file: FileHandle };

/** A file of a folder that a person chose, by its path with forward slashes. */
export type FolderFile = { path: string; file: FileHandle };

/**
 * What was dropped on the engine page: a folder, null where it could not be read or there was none, else a .zip file,
 * the file itself where it is the only thing, and the media types of everything that was dropped.
 */
export type Dropped = {
  folder: { name: string; files: FolderFile[] } | null;
  zip: NamedFile | null;
  file: NamedFile | null;
  isUnreadable: boolean;
  types: string[];
};

/** An exported PNG with the place on the canvas that its pixels cover. */
export type PlacedPng = { png: Uint8Array; box: CanvasRect };

/**
 * A picture to repaint. `isCutOut`: nothing may be painted where it is fully transparent, outside of its outline.
 * `isWindow`: it is a part of a layer that is too large to be read as a whole.
 */
export type PlacedPicture = PlacedPng & { isCutOut?: boolean | undefined; isWindow?: boolean | undefined };

/**
 * One mask layer. `role`: whether it selects (the default) or takes away from what others select. `reading`: whether its
 * alpha says how much (the default), its luminance, or its outline alone. `opacity`: the layer's own, which is in the
 * picture's alpha already and says how strongly its region is repainted.
 */
export type PlacedMask = PlacedPng & {
  role?: 'repaint' | 'keep' | undefined;
  reading?: MaskReading | undefined;
  opacity?: number | undefined;
};

/** How much a pixel of a mask layer selects: as in Figma's own masks. */
export const maskReadings = ['alpha', 'luminance', 'vector'] as const;
export type MaskReading = (typeof maskReadings)[number];

/**
 * The pixels a job starts from; `picture` is null for a plain generation, masks are united. `context`: the box on the
 * canvas that the model is to see, where a layer says so.
 */
export type GenerationInputs = {
  picture: PlacedPicture | null;
  masks: PlacedMask[];
  context?: CanvasRect | undefined;
};

/**
 * What a job would do to the picture, small enough to be drawn: one byte per pixel of `size`, which covers the picture
 * together with what an expansion adds. `strength`: how much is forgotten, in the steps that the loop has (255: all).
 * `hole`: what the model repaints, the selection and some more. `alpha`: how opaque the patch will be.
 */
export type MaskPreview = {
  size: Size;
  /** The picture's pixels that the preview covers; begins left of and above it where it is expanded. */
  area: PictureRect;
  strength: Uint8Array;
  hole: Uint8Array;
  alpha: Uint8Array;
  /** What the model will see, in the picture's pixels, and the size that it sees it at. */
  context: PictureRect;
  model: Size;
  featherPx: number;
  /** Different strengths that the loop can tell apart; 1 where a mask is all or nothing. */
  levels: number;
};

export type StepPreview = { width: number; height: number; rgba: Uint8ClampedArray };

/**
 * How much of a prompt a model reads, in its own pieces of words. `room`: how many it can read, all chunks together.
 * `cutFrom`: where in the prompt, in UTF-16 units, what it no longer reads begins; null where it reads all.
 */
export type PromptReading = { tokens: number; room: number; cutFrom: number | null };

/** What a picture was made with: all that its recipe needs, also where its run ends early. */
export type Made = {
  request: GenerationRequest;
  model: string;
  modelHash: string | null;
  device: DeviceUsed;
};

/** Told while a job runs. `candidate` counts from 0; `step` counts finished steps of `steps`. */
export type GenerateProgress =
  | { phase: 'loading'; part: string; loadedBytes: number; totalBytes: number }
  | { phase: 'encoding' }
  | { phase: 'denoising'; candidate: number; step: number; steps: number; preview: StepPreview | null }
  | { phase: 'decoding'; candidate: number }
  | { phase: 'candidate'; candidate: Candidate; made?: Made | undefined };

/**
 * Why a picture is shown behind a veil first. `not-safe-for-work`: the safety checker has found something. `unchecked`:
 * it could not look at this one.
 */
export const flagReasons = ['not-safe-for-work', 'unchecked'] as const;
export type FlagReason = (typeof flagReasons)[number];

/** A finished picture: a PNG with straight alpha, and where it lies in the picture's pixels and on the canvas. */
export type Candidate = {
  index: number;
  seed: number;
  png: Uint8Array;
  size: Size;
  /** The patch in the pixels of the exported picture; for `generate` the whole frame. */
  patch: PictureRect;
  /** The patch on the canvas; null where nothing was selected. */
  box: CanvasRect | null;
  /** Only where a check was asked for and has something against the picture, whose pixels are whole all the same. */
  flag?: FlagReason | undefined;
};

/** Milliseconds per part of a job; `steps` is one entry per denoising step. */
export type EngineTimings = {
  decode: number;
  crop: number;
  textEncode: number;
  vaeEncode: number;
  steps: number[];
  vaeDecode: number;
  upscale: number;
  composite: number;
};

export type GenerationReport = {
  request: GenerationRequest;
  model: string;
  /** The first ten digits of the SHA-256 of the weights that painted, as other programs name a model; null: unknown. */
  modelHash: string | null;
  device: DeviceUsed;
  timingsMs: EngineTimings;
  featherPx: number;
  /** Things the person should know, as protocol/warnings.ts writes them: `few-step-mask`, `prompt-truncated: a dog`. */
  warnings: string[];
};

export type GenerateResult = { candidates: Candidate[]; report: GenerationReport };

/** What the panel may ask of the engine page, and the engine page of its worker. */
export type EngineContract = {
  requests: ShelfRequests & {
    hello: { params: { version: string }; result: { version: string; capabilities: Capabilities } };
    listModels: { params: undefined; result: ModelInfo[] };
    /** Adds the pack in a folder, under the folder's name; fails with what keeps it from painting. */
    importModel: { params: { name: string; files: FolderFile[] }; result: ModelInfo };
    /** Loads sessions and compiles shaders before the first job. */
    warmUp: { params: { model: string; device: 'auto' | 'webgpu' | 'wasm' }; result: { device: DeviceUsed } };
    /** How a model would read these prompts. Opens nothing of it but its tokenizer, and waits for no job. */
    readPrompt: {
      params: { model: string; prompt: string; negative: string };
      result: { prompt: PromptReading; negative: PromptReading };
    };
    /** What a fill would repaint, before it is run. Fails with what would keep it from running. */
    previewMask: { params: { request: GenerationRequest; inputs: GenerationInputs }; result: MaskPreview };
    generate: {
      /** `isSafetyChecked`: a safety checker looks at every picture, where there is one. Changes no picture. */
      params: {
        request: GenerationRequest;
        inputs: GenerationInputs;
        isSafetyChecked?: boolean | undefined;
      };
      result: GenerateResult;
      progress: GenerateProgress;
    };
  };
  events: ShelfEvents & {
    deviceLost: { reason: string };
    /** Something is no longer dragged over the engine page. */
    dragLeft: undefined;
    dropped: Dropped;
  };
};
