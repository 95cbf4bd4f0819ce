import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { PackFiles } from '../../../ui/runtime/pack-files.ts';

const fixtures = new URL('../../fixtures/text/', import.meta.url);

/** CLIP's merges.txt, as every Stable Diffusion pack carries it. */
export const clipMerges = gunzipSync(readFileSync(new URL('clip-merges.txt.gz', fixtures))).toString();

/** The characters that stand for the 256 bytes, in CLIP's order: the printable ones first, then the rest from 256 on. */
function byteLetters(): string[] {
  const isPrintable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const rest = bytes.filter((byte) => !isPrintable(byte));
  return [...bytes.filter(isPrintable), ...rest.map((_, i) => 256 + i)].map((code) =>
    String.fromCharCode(code),
  );
}

/** CLIP's vocab.json, which follows from its merges: bytes, bytes at a word's end, merges, the two marks. */
export function createClipVocabulary(): Record<string, number> {
  const letters = byteLetters();
  const merged = clipMerges.trim().split('\n').slice(1);
  const tokens = [
    ...letters,
    ...letters.map((letter) => `${letter}</w>`),
    ...merged.map((line) => line.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

/** A pack's folder out of texts and JSON values. */
export function createFolder(contents: Readonly<Record<string, unknown>>): PackFiles {
  const encoder = new TextEncoder();
  const bytesOf = (value: unknown) =>
    encoder.encode(typeof value === 'string' ? value : JSON.stringify(value));
  return {
    has: async (path) => path in contents,
    read: async (path) => (path in contents ? bytesOf(contents[path]) : null),
  };
}
