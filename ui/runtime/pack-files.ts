import { DiffusionError } from '../diffusion/diffusion-error.ts';

/** A pack's folder as the runtime sees it. */
export type PackFiles = {
  /** A file's bytes by its path below the folder, such as `unet/model.onnx`; null where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** True where the file is there; it need not be read for that. */
  has(path: string): Promise<boolean>;
};

/** A file of a pack, its size, and the hash of its bytes where somebody has told or made it. */
export type PackEntry = { readonly path: string; readonly bytes: number; readonly sha256?: string };

/** Where a pack comes from: a folder that somebody chose, the engine's storage, a folder on the web. */
export type PackSource = PackFiles & {
  /** True where opening a file fetches all of it, so that its beginning is worth a look before. */
  readonly isRemote: boolean;
  /** Every file of the pack; null where the place cannot be listed. */
  list(): Promise<readonly PackEntry[] | null>;
  /** A file as a handle that is read in ranges, so that gigabytes need no memory; null where there is no such file. */
  open(path: string): Promise<Blob | null>;
  /** Bytes [start, end) of a file, fewer where it ends before; null where there is no such file. */
  readRange(path: string, start: number, end: number): Promise<Uint8Array | null>;
};

/** A source whose files are handles already; `open` says all that there is to know. */
export function sourceOf(open: PackSource['open'], list: PackSource['list'] = async () => null): PackSource {
  async function readRange(path: string, start: number, end: number): Promise<Uint8Array | null> {
    const file = await open(path);
    return file === null ? null : new Uint8Array(await file.slice(start, end).arrayBuffer());
  }
  return {
    isRemote: false,
    list,
    open,
    readRange,
    has: async (path) => (await open(path)) !== null,
    read: (path) => readRange(path, 0, Number.POSITIVE_INFINITY),
  };
}

export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As readJson, for a file that a pack cannot do without: `model-file-missing` where there is none. */
export async function requireJson(files: PackFiles, path: string): Promise<JsonObject> {
  const json = await readJson(files, path);
  if (json !== null) return json;
  throw new DiffusionError('model-file-missing', `${path} is missing.`, { subject: path });
}

/** A text file; null where there is none. */
export async function readText(files: PackFiles, path: string): Promise<string | null> {
  const bytes = await files.read(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/**
 * Python writes infinity and "no number" as bare words that JSON does not have: every DPM-Solver config of diffusers
 * says `"lambda_min_clipped": -Infinity`. They become null, which reads as not given.
 */
function withoutEndless(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
    token.startsWith('"') ? token : 'null',
  );
}

/** A JSON file that must hold an object; null where there is no such file, `model-json` where it is anything else. */
export async function readJson(files: PackFiles, path: string): Promise<JsonObject | null> {
  const text = await readText(files, path);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(withoutEndless(text));
  } catch (cause) {
    throw new DiffusionError('model-json', `${path} is no JSON.`, { cause, subject: path });
  }
  if (!isJsonObject(value))
    throw new DiffusionError('model-json', `${path} holds no JSON object.`, { subject: path });
  return value;
}
