import type {
  FitReason,
  ShelfLicense,
  ShelfProgress,
  ShelfState,
  ShelfStorage,
} from '../../../protocol/shelf.ts';

/** The words of the view with the models. A language that lacks one does not compile. */
export type ShelfText = {
  title: string;
  open: string;
  back: string;
  connecting: string;
  groups: { added: string; servers: string };
  tasks: Record<string, string>;
  bytes(bytes: number): string;
  sizeUnknown: string;
  storage: {
    label: string;
    kinds: Record<ShelfStorage['kind'], string>;
    used(usedBytes: number): string;
    free(freeBytes: number): string;
    persisted: string;
    notPersisted: string;
  };
  license: {
    badges: Record<ShelfLicense['allowsCommercialUse'], string>;
    read(license: string): string;
    none: string;
    unknown: string;
    accepted(date: string): string;
    title(model: string): string;
    warning: string;
    accept: string;
    confirm: string;
    mustTick: string;
  };
  fit: {
    slow: string;
    unfit: string;
    reasons: Record<FitReason, string>;
    unfitReasons: Partial<Record<FitReason, string>>;
  };
  unverified: { badge: string; explanation: string };
  pinned: string;
  details: string;
  sources: string;
  states: Record<ShelfState, string>;
  copying: string;
  /** What of a download or a copy is here; `null` where the whole is not known. */
  done(progress: ShelfProgress): string;
  percent(share: number): string;
  speed(bytesPerSecond: number): string;
  timeLeft(seconds: number | null): string;
  progressOf(model: string): string;
  installedSize(bytes: number): string;
  included: string;
  lastUsed(date: string): string;
  neverUsed: string;
  waiting: string;
  evicted: string;
  evictedByHand: string;
  byHand: string;
  intact: string;
  broken(files: number): string;
  offers: {
    download: string;
    'add-folder': string;
    pause: string;
    resume: string;
    retry: string;
    'fetch-again': string;
    use: string;
    'in-use': string;
    checking: string;
    verify: string;
    remove: string;
    stop: string;
    discard: string;
    dismiss: string;
  };
  removal: { title(model: string): string; body(bytes: number): string; confirm: string };
  discard: { title(model: string): string; body(bytes: number): string; confirm: string };
  cancel: string;
  add: {
    label: string;
    hint: string;
    folder: string;
    zip: string;
    copyingZip(name: string): string;
    dropZip: string;
    stop: string;
  };
  servers: {
    label: string;
    hint: string;
    address: string;
    add: string;
    asking: string;
    added(models: number): string;
    remove(url: string): string;
    faults: { empty: string; 'not-an-address': string; 'not-https': string };
  };
  memory: { label: string; hint: string; free: string };
  news: {
    started(model: string): string;
    paused(model: string): string;
    installed(model: string): string;
    failed(model: string): string;
    evicted(model: string): string;
    removed(model: string): string;
    intact(model: string): string;
    broken(model: string): string;
    memoryFreed: string;
  };
};
