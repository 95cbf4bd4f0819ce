import type { CancelSignal } from '../diffusion/diffusion-error.ts';
import type { DiffusionPack } from '../diffusion/ports.ts';
import type { Runtime } from './runtime.ts';

/** A pack's folder as the runtime sees it: a file's bytes by its path below the folder, null where it does not exist. */
export type PackFiles = { read(path: string): Promise<Uint8Array<ArrayBuffer> | null> };

export type OpenPackHooks = {
  readonly signal?: CancelSignal;
  /** Told before each part is loaded: `text_encoder`, `unet`, `vae_encoder`, `vae_decoder`. */
  onPart?(part: string, index: number, count: number): void;
};

/** Opens a pack: reads its JSON, builds one session per part, and answers with its ports. */
export declare function openPack(
  files: PackFiles,
  runtime: Runtime,
  hooks?: OpenPackHooks,
): Promise<DiffusionPack>;
