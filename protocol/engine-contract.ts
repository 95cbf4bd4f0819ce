import type { GenerationRequest } from './generation.ts';
import type { CanvasRect, PictureRect, Size } from './geometry.ts';
import type { ShelfEvents, ShelfRequests } from './shelf.ts';

/** Bumped whenever an answer or a picture may change; panel and engine must agree on it. */
export const engineVersion = '0.1.0';

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

/** A model as the panel needs to know it. */
export type ModelInfo = {
  id: string;
  name: string;
  nativeSize: Size;
  defaultSteps: number;
  defaultGuidance: number;
  defaultScheduler: string;
  tasks: string[];
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
 * and the media types of everything that was dropped.
 */
export type Dropped = {
  folder: { name: string; files: FolderFile[] } | null;
  zip: NamedFile | null;
  isUnreadable: boolean;
  types: string[];
};

/** An exported PNG with the place on the canvas that its pixels cover. */
export type PlacedPng = { png: Uint8Array; box: CanvasRect };

/** A picture to repaint. `isCutOut`: nothing may be painted where it is fully transparent, outside of its outline. */
export type PlacedPicture = PlacedPng & { isCutOut?: boolean | undefined };

/** The pixels a job starts from; `picture` is null for a plain generation, masks are united. */
export type GenerationInputs = { picture: PlacedPicture | null; masks: PlacedPng[] };

export type StepPreview = { width: number; height: number; rgba: Uint8ClampedArray };

/** Told while a job runs. `candidate` counts from 0; `step` counts finished steps of `steps`. */
export type GenerateProgress =
  | { phase: 'loading'; part: string; loadedBytes: number; totalBytes: number }
  | { phase: 'encoding' }
  | { phase: 'denoising'; candidate: number; step: number; steps: number; preview: StepPreview | null }
  | { phase: 'decoding'; candidate: number }
  | { phase: 'candidate'; candidate: Candidate };

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
