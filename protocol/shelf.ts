import type { FileHandle, ModelInfo } from './engine-contract.ts';
import type { ErrorCode } from './errors.ts';

/** A sentence in the panel's languages, as the catalog writes it. */
export type LocalSentence = { en: string; de: string };

/**
 * Where a model comes from. `page`: with the engine page. `catalog`: the rows that this edition knows. `folder`, `zip`:
 * added by a person. `base`: listed by a server of the team's own.
 */
export const shelfOrigins = ['page', 'catalog', 'folder', 'zip', 'base'] as const;
export type ShelfOrigin = (typeof shelfOrigins)[number];

/**
 * `offered`: not here yet. `waiting`: something else is done first, or another page of this browser is fetching it.
 * `downloading`: it is fetched, or copied from the disk. `paused`: what has come is kept. `evicted`: it was here, and
 * the browser took files of it away.
 */
export const shelfStates = [
  'offered',
  'waiting',
  'downloading',
  'paused',
  'verifying',
  'installed',
  'failed',
  'evicted',
] as const;
export type ShelfState = (typeof shelfStates)[number];

/** `fits`: nothing speaks against it. `slow`: it will paint, with patience. `unfit`: it will not run on this machine. */
export const fitVerdicts = ['fits', 'slow', 'unfit'] as const;

/** Why a model is slow or unfit here; ui/shell/text has one sentence with what to do per reason and language. */
export const fitReasons = [
  // there is no WebGPU: the processor paints, or, where `unfit`, its 4 GB of memory are too few
  'no-gpu',
  // WebGPU is computed on the processor
  'software-gpu',
  // 16-bit numbers are missing, and in 32 bits the model is too large
  'no-half-floats',
  // 16-bit numbers are missing, and the model is computed in 32 bits: slower, in twice the memory
  'full-floats-instead',
  // one tensor of the model is larger than the GPU's largest buffer; `subject` says both
  'buffer-too-small',
  // the model takes more memory than this machine is known to have; `subject` says both
  'memory-too-small',
  // this edition of Underpaint cannot run this kind of model yet
  'not-yet',
] as const;
export type FitReason = (typeof fitReasons)[number];

/** What is known before a byte is fetched; `subject` is numbers or names to show in brackets behind the sentence. */
export type Fit = {
  verdict: (typeof fitVerdicts)[number];
  reason: FitReason | null;
  subject: string | null;
};

export type ShelfLicense = {
  /** SPDX identifier or the license's own name; `NOASSERTION` where nobody can say. */
  name: string;
  /** Where its text is; null where it is not known which applies. */
  url: string | null;
  /** What it means for paid design work. */
  meaning: LocalSentence;
  allowsCommercialUse: 'yes' | 'with-conditions' | 'no' | 'unclear';
  mustAccept: boolean;
  /** SHA-256 over name, address and meaning, in hex: what a person accepts. Other words must be accepted anew. */
  textHash: string;
  /** ISO date and time; null while these words are not accepted. */
  acceptedOn: string | null;
};

/** How far a download, a copy or a verification has come. `null` where nothing honest can be said. */
export type ShelfProgress = {
  doneBytes: number;
  totalBytes: number | null;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
};

export type ShelfItem = {
  /** What `GenerationRequest.model` takes once the item is installed. */
  id: string;
  name: string;
  purpose: LocalSentence | null;
  kind: 'diffusion' | 'eraser' | 'safety';
  tasks: string[];
  /** Group of the catalog (models/catalog.ts has the titles in order); null for what is in none. */
  group: string | null;
  /** What a download costs; null where nobody knows before, or where nothing is downloaded. */
  bytes: number | null;
  /** Bytes on this machine's disk, also of an unfinished download. */
  installedBytes: number;
  /** Null where nobody has told it: a person's own folder. */
  license: ShelfLicense | null;
  /** True until somebody has painted with exactly these files on a real machine. */
  unverified: boolean;
  /** True where a hash is that of the first complete download, because nobody publishes one. */
  isPinned: boolean;
  origin: ShelfOrigin;
  /** False where no server is known that has it: a person fetches or exports it (`pages`) and adds the folder. */
  isDownloadable: boolean;
  pages: string[];
  state: ShelfState;
  progress: ShelfProgress | null;
  /** Set in state `failed`. */
  failure: { code: ErrorCode; subject: string | null } | null;
  fit: Fit;
  /** ISO date and time. */
  lastUsed: string | null;
};

/** `memory`: everything is gone when the plugin closes. Free bytes are what the browser says, null where it does not. */
export type ShelfStorage = {
  kind: 'opfs' | 'indexeddb' | 'memory';
  usedBytes: number;
  freeBytes: number | null;
  isPersisted: boolean;
};

export type Shelf = {
  /** In the order to show them in: what comes with the page first, a person's own last. */
  items: ShelfItem[];
  storage: ShelfStorage;
  /** Addresses of servers that a person has added, each ending in a slash. */
  bases: string[];
};

/** What is told while a model is installed or verified. */
export type InstallProgress = ShelfProgress & { state: ShelfState };

/** What the panel may ask of the shelf. Every request that changes something is followed by the event `shelfChanged`. */
export type ShelfRequests = {
  readShelf: { params: undefined; result: Shelf };
  /**
   * Fetches a model, or goes on with it. Answers when it is installed, or, in state `paused`, when it was paused; a call
   * that is cancelled pauses it. `acceptedLicense` is the `textHash` that the person has accepted now, null where
   * nothing was; `license-not-accepted` where it was needed.
   */
  install: {
    params: { id: string; acceptedLicense: string | null };
    result: ShelfItem;
    progress: InstallProgress;
  };
  pauseInstall: { params: { id: string }; result: undefined };
  /** As `install`, for a model whose license is accepted. */
  resumeInstall: { params: { id: string }; result: ShelfItem; progress: InstallProgress };
  /** Ends a download and removes what has come of it; its `install` fails with `cancelled`. */
  cancelInstall: { params: { id: string }; result: undefined };
  /** Removes a model from the disk. */
  removeModel: { params: { id: string }; result: undefined };
  /** Hashes every file anew. Where some are broken the item is `failed`, and `install` fetches only those. */
  verifyModel: { params: { id: string }; result: { broken: string[] }; progress: InstallProgress };
  /** Adds a server after a look at what is there: its address as it is kept, and how many models it lists. */
  addBase: { params: { url: string }; result: { url: string; models: number } };
  removeBase: { params: { url: string }; result: undefined };
  acceptLicense: { params: { id: string; textHash: string }; result: undefined };
  /** Copies the pack in a .zip file into the store. Answers when it is there and verified. */
  importZip: {
    params: { name: string; file: FileHandle };
    result: ModelInfo;
    progress: InstallProgress;
  };
  /** Lets go of every model in memory that nothing paints with. */
  freeMemory: { params: undefined; result: undefined };
};

export type ShelfEvents = {
  /** At most four times a second, the last state always. */
  shelfChanged: { shelf: Shelf };
};
