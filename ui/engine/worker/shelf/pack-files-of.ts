import * as v from 'valibot';
import type { PackSource } from '../../../runtime/pack-files.ts';
import { packPathSchema } from '../store/pack-folder.ts';
import type { CopiedFile } from './copy-pack.ts';

/** What lies beside a pack and no loader reads: pictures, texts for people, weights for other programs. */
const unread =
  /(^|\/)(\.|__MACOSX\/|Thumbs\.db)|\.(safetensors|ckpt|pth?|msgpack|h5|gguf|md|png|jpe?g|gif|webp|mp4|zip)$|pytorch_model[^/]*\.bin$/i;

/** True for a file that is worth keeping with a pack; others, and names that no pack uses, stay behind. */
export function belongsToPack(path: string): boolean {
  return !unread.test(path) && v.is(packPathSchema, path);
}

async function pourBlob(blob: Blob, into: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void> {
  const reader = blob.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await into(value);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The files of a pack that can be listed, ready to be copied; [] where it cannot. */
export async function copiedFilesOf(source: PackSource): Promise<CopiedFile[]> {
  const entries = ((await source.list()) ?? []).filter(({ path }) => belongsToPack(path));
  return Promise.all(
    entries.map(async ({ path, bytes }) => {
      const blob = await source.open(path);
      return {
        path,
        bytes,
        stamp: blob instanceof File ? String(blob.lastModified) : null,
        async pour(into) {
          if (blob !== null) await pourBlob(blob, into);
        },
      } satisfies CopiedFile;
    }),
  );
}
