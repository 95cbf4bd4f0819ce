import type { PackSource } from '../../runtime/pack-files.ts';

/** The network that paints, wherever a pack keeps it; an eraser's only one may lie beside nothing at all. */
const folders = [/^(unet|transformer)\//, /\.onnx$/];

/**
 * The short hash that programs for diffusion models name a model by: the first ten digits of the SHA-256 of the weights
 * of the network that paints, the largest of its files. Null where nobody has hashed them, which would read gigabytes.
 */
export async function modelHashOf(source: Pick<PackSource, 'list'>): Promise<string | null> {
  const entries = (await source.list().catch(() => null)) ?? [];
  for (const folder of folders) {
    const [largest] = entries
      .filter(({ path }) => folder.test(path))
      .sort((one, other) => other.bytes - one.bytes);
    if (largest !== undefined) return largest.sha256?.slice(0, 10) ?? null;
  }
  return null;
}
