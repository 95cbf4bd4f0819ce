import { joinBytes, makeChunk, type PngChunk, readChunks } from './png-chunks.ts';

/** Longer than any recipe; what a file says beyond that is not read. */
const longestText = 1 << 20;

const utf8 = new TextEncoder();

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

// biome-ignore lint/suspicious/noControlCharactersInRegex: a text in a PNG ends at the first NUL.
const isLatin1 = (text: string) => /^[\x01-\xff]*$/.test(text);

/**
 * The texts of a PNG by their keyword, the first one where a keyword comes twice. Compressed and overlong ones are left
 * out. Throws `not-a-picture` where the file is no whole PNG.
 */
export function readPngTexts(png: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>();
  for (const chunk of readChunks(png)) {
    const read = readText(chunk);
    if (read !== null && !texts.has(read.keyword)) texts.set(read.keyword, read.text);
  }
  return texts;
}

/**
 * The same picture with these texts before its pixels, which are not touched, and without the texts that it had under
 * the same keywords. Throws `not-a-picture` where the file is no whole PNG.
 */
export function writePngTexts(
  png: Uint8Array,
  texts: ReadonlyMap<string, string>,
  dropped: readonly string[] = [],
): Uint8Array {
  const isReplaced = (chunk: PngChunk) => {
    const keyword = keywordOf(chunk);
    return keyword !== null && (texts.has(keyword) || dropped.includes(keyword));
  };
  const chunks = readChunks(png).filter((chunk) => !isReplaced(chunk));
  const pixels = chunks.findIndex(({ type }) => type === 'IDAT');
  const bytesOf = (some: PngChunk[]) => some.map(({ start, end }) => png.subarray(start, end));
  const at = pixels < 0 ? chunks.length - 1 : pixels;
  return joinBytes([
    png.subarray(0, 8),
    ...bytesOf(chunks.slice(0, at)),
    ...[...texts].map(([keyword, text]) => makeText(keyword, text)),
    ...bytesOf(chunks.slice(at)),
  ]);
}

/** As Pillow writes it: tEXt where Latin-1 has all letters, else iTXt; XMP belongs into iTXt in any case. */
function makeText(keyword: string, text: string): Uint8Array {
  const name = latin1(keyword);
  if (isLatin1(text) && !keyword.startsWith('XML:'))
    return makeChunk('tEXt', joinBytes([name, new Uint8Array(1), latin1(text)]));
  // No compression, no language, no translated keyword.
  return makeChunk('iTXt', joinBytes([name, new Uint8Array(5), utf8.encode(text)]));
}

function keywordOf({ type, body }: PngChunk): string | null {
  if (type !== 'tEXt' && type !== 'iTXt' && type !== 'zTXt') return null;
  const end = body.subarray(0, 80).indexOf(0);
  return end < 1 ? null : String.fromCharCode(...body.subarray(0, end));
}

function readText(chunk: PngChunk): { keyword: string; text: string } | null {
  const keyword = keywordOf(chunk);
  const { type, body } = chunk;
  if (keyword === null || type === 'zTXt' || body.length > longestText) return null;
  let at = keyword.length + 1;
  if (type === 'tEXt') return { keyword, text: decodeLatin1(body.subarray(at)) };
  if (body[at] !== 0) return null;
  at += 2;
  // Language and translated keyword, which nobody here needs.
  for (let part = 0; part < 2; part++) {
    const end = body.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  return { keyword, text: new TextDecoder().decode(body.subarray(at)) };
}

/** No decoder of the platform: under that name they decode windows-1252. */
function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
