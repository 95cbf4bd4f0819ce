/** A sentence that a person reads, in the panel's languages. */
export type LocalText = { en: string; de: string };

/** `diffusion` paints; an `eraser` fills a hole in one pass without a prompt; `safety` looks at finished pictures. */
export type ModelKind = 'diffusion' | 'eraser' | 'safety';

export type CatalogTask = 'generate' | 'fill' | 'vary' | 'remove';

/** What a model's weights are stored as; `q4` is 4 bits in blocks, `q4f16` the same with 16-bit inputs and outputs. */
export type WeightType = 'fp32' | 'fp16' | 'q4' | 'q4f16';

/** Features of a WebGPU adapter without which a model cannot run. */
export type GpuFeature = 'shader-f16';

/** What this edition of the engine cannot do yet; a row that awaits something may be shown and not be chosen. */
export type EngineAbility = 'flow-transformer';

/**
 * Memory that a model takes while it works, in bytes. `estimate`: its weights and what is alive at its native size.
 * `converter`: whoever published the files says so.
 */
export type GpuMemory = { bytes: number; basis: 'estimate' | 'converter' };

/** A file below the pack's folder, with forward slashes. Size in bytes and hash in hex, `null` where no source gives it. */
export type CatalogFile = { path: string; bytes: number | null; sha256: string | null };

export type License = {
  /** SPDX identifier where there is one (`NOASSERTION` where nobody can say), the license's own name otherwise. */
  name: string;
  /** Its text: an address, or a path below the engine page; null where it is not known which text applies. */
  url: string | null;
  mustAccept: boolean;
  allowsCommercialUse: 'yes' | 'with-conditions' | 'no' | 'unclear';
  /** What that means for paid design work. */
  meaning: LocalText;
};

/** The pack comes with the engine page: a folder below it, with `files.json` (path, bytes, sha256 of every file) in it. */
export type BundledSource = { from: 'engine'; folder: string };

/** The pack is downloaded: every file lies at each of the addresses followed by its path. */
export type HubSource = {
  from: 'hub';
  /** Commit that the files were published with; the pack's version. */
  revision: string;
  /** Folders that hold the same bytes, each ending in a slash; of a hub, at a commit and never at a branch. */
  mirrors: readonly string[];
  files: readonly CatalogFile[];
  /** JSON files that the loader needs and the publisher left out, by their path. */
  supplements: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/**
 * A person fetches or exports the pack and adds its folder: nobody has pinned a revision yet, or there is none to
 * download. `files` are those that a source names, not necessarily all.
 */
export type ByHandSource = { from: 'person'; pages: readonly string[]; files: readonly CatalogFile[] };

/** Settings of a job that says nothing; a guidance of 1 is none. */
export type PaintDefaults = { steps: number; guidance: number; scheduler: string };

/** What is known of a model before any of its files is here. */
export type CatalogEntry = {
  id: string;
  name: string;
  group: GroupId;
  /** What a designer would take it for. */
  purpose: LocalText;
  tasks: readonly CatalogTask[];
  source: BundledSource | HubSource | ByHandSource;
  /** Bytes to download, to two digits where no source is more exact; null where nothing is downloaded. */
  downloadBytes: number | null;
  weights: WeightType;
  nativePx: { width: number; height: number };
  /** Null where nobody has estimated or stated it. */
  gpuMemory: GpuMemory | null;
  needs: readonly GpuFeature[];
  awaits: readonly EngineAbility[];
  license: License;
  /** True until somebody has painted with exactly these files on a real machine. */
  unverified: boolean;
  /** For whoever keeps the row: where its facts come from, what is known to go wrong. */
  notes: string;
} & ({ kind: 'diffusion'; defaults: PaintDefaults } | { kind: 'eraser' | 'safety'; defaults: null });

export type GroupId = 'included' | 'quick' | 'quality' | 'own' | 'helpers';
