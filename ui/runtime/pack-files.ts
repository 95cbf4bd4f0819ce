import { DiffusionError } from '../diffusion/diffusion-error.ts';

/** A pack's folder as the runtime sees it. */
export type PackFiles = {
  /** A file's bytes by its path below the folder, such as `unet/model.onnx`; null where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** True where the file is there; it need not be read for that. */
  has(path: string): Promise<boolean>;
};

export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text file; null where there is none. */
export async function readText(files: PackFiles, path: string): Promise<string | null> {
  const bytes = await files.read(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** A JSON file that must hold an object; null where there is no such file, `model-broken` where it is anything else. */
export async function readJson(files: PackFiles, path: string): Promise<JsonObject | null> {
  const text = await readText(files, path);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DiffusionError('model-broken', `${path} is no JSON.`, { cause });
  }
  if (!isJsonObject(value)) throw new DiffusionError('model-broken', `${path} holds no JSON object.`);
  return value;
}
