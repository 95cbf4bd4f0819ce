import * as v from 'valibot';
import { fitReasons, fitVerdicts, shelfOrigins, shelfStates } from './shelf.ts';
import { errorCode, nothing, notNegative, wholeNumber } from './wire-schemas.ts';

const modelId = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const textHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const address = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
const ofModel = v.object({ id: modelId });

const sentence = v.object({ en: v.string(), de: v.string() });

const progress = v.object({
  doneBytes: notNegative,
  totalBytes: v.nullable(notNegative),
  bytesPerSecond: v.nullable(notNegative),
  secondsLeft: v.nullable(notNegative),
});
const installProgress = v.object({ ...progress.entries, state: v.picklist(shelfStates) });

const license = v.object({
  name: v.string(),
  url: v.nullable(v.string()),
  meaning: sentence,
  allowsCommercialUse: v.picklist(['yes', 'with-conditions', 'no', 'unclear']),
  mustAccept: v.boolean(),
  textHash,
  acceptedOn: v.nullable(v.string()),
});

export const shelfItemSchema = v.object({
  id: modelId,
  name: v.string(),
  purpose: v.nullable(sentence),
  kind: v.picklist(['diffusion', 'eraser', 'safety']),
  tasks: v.array(v.string()),
  group: v.nullable(v.string()),
  bytes: v.nullable(notNegative),
  installedBytes: notNegative,
  license: v.nullable(license),
  unverified: v.boolean(),
  isPinned: v.boolean(),
  origin: v.picklist(shelfOrigins),
  isDownloadable: v.boolean(),
  pages: v.array(v.string()),
  state: v.picklist(shelfStates),
  progress: v.nullable(progress),
  failure: v.nullable(v.object({ code: errorCode, subject: v.nullable(v.string()) })),
  fit: v.object({
    verdict: v.picklist(fitVerdicts),
    reason: v.nullable(v.picklist(fitReasons)),
    subject: v.nullable(v.string()),
  }),
  lastUsed: v.nullable(v.string()),
});

const shelf = v.object({
  items: v.array(shelfItemSchema),
  storage: v.object({
    kind: v.picklist(['opfs', 'indexeddb', 'memory']),
    usedBytes: notNegative,
    freeBytes: v.nullable(notNegative),
    isPersisted: v.boolean(),
  }),
  bases: v.array(v.string()),
});

/** What is checked of what the shelf is asked; `importZip` needs the engine's own schema of a file. */
export const shelfParamSchemas = {
  readShelf: nothing,
  install: v.object({ id: modelId, acceptedLicense: v.nullable(textHash) }),
  pauseInstall: ofModel,
  resumeInstall: ofModel,
  cancelInstall: ofModel,
  removeModel: ofModel,
  verifyModel: ofModel,
  addBase: v.object({ url: address }),
  removeBase: v.object({ url: address }),
  acceptLicense: v.object({ id: modelId, textHash }),
  freeMemory: nothing,
};

/** What is checked of what the shelf answers; the answer to `importZip` is the engine's own. */
export const shelfAnswerSchemas = {
  results: {
    readShelf: shelf,
    install: shelfItemSchema,
    pauseInstall: nothing,
    resumeInstall: shelfItemSchema,
    cancelInstall: nothing,
    removeModel: nothing,
    verifyModel: v.object({ broken: v.array(v.string()) }),
    addBase: v.object({ url: v.string(), models: wholeNumber }),
    removeBase: nothing,
    acceptLicense: nothing,
    freeMemory: nothing,
  },
  progress: {
    install: installProgress,
    resumeInstall: installProgress,
    verifyModel: installProgress,
    importZip: installProgress,
  },
  events: { shelfChanged: v.object({ shelf }) },
};
