import * as v from 'valibot';
import type { AnswerSchemas, ParamSchemas } from './contract-schemas.ts';
import {
  type EngineContract,
  type FileHandle,
  flagReasons,
  guidanceUses,
  maskReadings,
} from './engine-contract.ts';
import { devices, generationRequestSchema, limits } from './generation.ts';
import { shelfAnswerSchemas, shelfParamSchemas } from './shelf-schemas.ts';
import {
  finite,
  nothing,
  notNegative,
  pngBytes,
  rectSchema,
  sizeSchema,
  wholeNumber,
} from './wire-schemas.ts';

const placedPng = v.object({ png: pngBytes, box: rectSchema });
const placedMask = v.object({
  ...placedPng.entries,
  role: v.optional(v.picklist(['repaint', 'keep'])),
  reading: v.optional(v.picklist(maskReadings)),
  opacity: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
const generationInputs = v.object({
  picture: v.nullable(
    v.object({
      ...placedPng.entries,
      isCutOut: v.optional(v.boolean()),
      isWindow: v.optional(v.boolean()),
    }),
  ),
  masks: v.pipe(v.array(placedMask), v.maxLength(1000)),
  context: v.optional(rectSchema),
});
/** Structured cloning brings a Blob as what it is, under another page's class. */
const fileHandle = v.custom<FileHandle>(
  (value) => /^\[object (Blob|File)\]$/.test(Object.prototype.toString.call(value)),
  'not a file',
);
const folderFile = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  file: fileHandle,
});
/** More files than any pack has; a person who chooses a whole disk is better told than made to wait. */
const mostFiles = 10_000;

const chosenFolder = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  files: v.pipe(v.array(folderFile), v.maxLength(mostFiles)),
});

const namedFile = v.object({ name: chosenFolder.entries.name, file: fileHandle });

const promptText = v.pipe(v.string(), v.maxLength(limits.promptLength));

const modelName = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

/** What the engine page, and its worker, check before they act. */
export const engineParamSchemas: ParamSchemas<EngineContract> = {
  ...shelfParamSchemas,
  importZip: namedFile,
  hello: v.object({ version: v.string() }),
  listModels: nothing,
  importModel: chosenFolder,
  warmUp: v.object({ model: modelName, device: v.picklist(devices) }),
  readPrompt: v.object({ model: modelName, prompt: promptText, negative: promptText }),
  previewMask: v.object({ request: generationRequestSchema, inputs: generationInputs }),
  generate: v.object({
    request: generationRequestSchema,
    inputs: generationInputs,
    isSafetyChecked: v.optional(v.boolean()),
  }),
};

const capabilities = v.object({
  webgpu: v.picklist(['hardware', 'software', 'none']),
  adapterName: v.string(),
  hasShaderF16: v.boolean(),
  isCrossOriginIsolated: v.boolean(),
  hasStorage: v.boolean(),
  threads: wholeNumber,
  hasJspi: v.boolean(),
});

const device = v.object({
  kind: v.picklist(['webgpu', 'wasm']),
  name: v.string(),
  threads: wholeNumber,
  runtime: v.string(),
});

/** What the panel calculates with: a step of 0 would never end. */
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

const pixelSize = v.object({ width: positive, height: positive });

export const modelSizingSchema = v.object({
  native: pixelSize,
  multiplePx: v.pipe(v.number(), v.integer(), v.minValue(1)),
  bucketsPx: v.nullable(v.array(pixelSize)),
  latentPx: v.pipe(v.number(), v.integer(), v.minValue(1)),
  upscale: v.nullable(positive),
});

const modelInfo = v.object({
  id: modelName,
  name: v.string(),
  nativeSize: sizeSchema,
  defaultSteps: wholeNumber,
  defaultGuidance: finite,
  defaultScheduler: v.string(),
  tasks: v.array(v.string()),
  guidanceUse: v.optional(v.picklist(guidanceUses)),
  sizing: v.optional(modelSizingSchema),
  weightBytes: v.optional(wholeNumber),
  origin: v.picklist(['catalog', 'folder']),
});

const promptReading = v.object({
  tokens: wholeNumber,
  room: wholeNumber,
  cutFrom: v.nullable(wholeNumber),
});

const wholeSize = v.object({ width: wholeNumber, height: wholeNumber });

/** Of a crop or an expanded picture, which may begin left of or above the picture. */
const pictureArea = v.object({
  x: v.pipe(v.number(), v.safeInteger()),
  y: v.pipe(v.number(), v.safeInteger()),
  width: wholeNumber,
  height: wholeNumber,
});

const maskPreview = v.pipe(
  v.object({
    size: wholeSize,
    area: pictureArea,
    strength: v.instance(Uint8Array),
    hole: v.instance(Uint8Array),
    alpha: v.instance(Uint8Array),
    context: pictureArea,
    model: wholeSize,
    featherPx: notNegative,
    levels: v.pipe(wholeNumber, v.minValue(1)),
  }),
  v.check(
    ({ size, strength, hole, alpha }) =>
      [strength, hole, alpha].every(({ length }) => length === size.width * size.height),
    'a preview of another size',
  ),
);

const candidate = v.object({
  index: wholeNumber,
  seed: wholeNumber,
  png: pngBytes,
  size: wholeSize,
  patch: pictureArea,
  box: v.nullable(rectSchema),
  flag: v.optional(v.picklist(flagReasons)),
});

const preview = v.pipe(
  v.object({ width: wholeNumber, height: wholeNumber, rgba: v.instance(Uint8ClampedArray) }),
  v.check(({ width, height, rgba }) => rgba.length === width * height * 4, 'a preview of another size'),
);

const milliseconds = notNegative;

const made = v.object({
  request: generationRequestSchema,
  model: v.string(),
  modelHash: v.nullable(v.string()),
  device,
});

const report = v.object({
  ...made.entries,
  timingsMs: v.object({
    decode: milliseconds,
    crop: milliseconds,
    textEncode: milliseconds,
    vaeEncode: milliseconds,
    steps: v.array(milliseconds),
    vaeDecode: milliseconds,
    upscale: milliseconds,
    composite: milliseconds,
  }),
  featherPx: notNegative,
  warnings: v.array(v.string()),
});

/** What the panel checks before it believes the engine, and the engine page before it believes its worker. */
export const engineAnswerSchemas: AnswerSchemas<EngineContract> = {
  results: {
    ...shelfAnswerSchemas.results,
    importZip: modelInfo,
    hello: v.object({ version: v.string(), capabilities }),
    listModels: v.array(modelInfo),
    importModel: modelInfo,
    warmUp: v.object({ device }),
    readPrompt: v.object({ prompt: promptReading, negative: promptReading }),
    previewMask: maskPreview,
    generate: v.object({ candidates: v.array(candidate), report }),
  },
  progress: {
    ...shelfAnswerSchemas.progress,
    generate: v.variant('phase', [
      v.object({
        phase: v.literal('loading'),
        part: v.string(),
        loadedBytes: notNegative,
        totalBytes: notNegative,
      }),
      v.object({ phase: v.literal('encoding') }),
      v.object({
        phase: v.literal('denoising'),
        candidate: wholeNumber,
        step: wholeNumber,
        steps: v.pipe(wholeNumber, v.minValue(1)),
        preview: v.nullable(preview),
      }),
      v.object({ phase: v.literal('decoding'), candidate: wholeNumber }),
      v.object({ phase: v.literal('candidate'), candidate, made: v.optional(made) }),
    ]),
  },
  events: {
    ...shelfAnswerSchemas.events,
    deviceLost: v.object({ reason: v.string() }),
    dragLeft: v.undefined(),
    dropped: v.object({
      folder: v.nullable(chosenFolder),
      zip: v.nullable(namedFile),
      file: v.nullable(namedFile),
      isUnreadable: v.boolean(),
      types: v.array(v.string()),
    }),
  },
};
