import { WidenedBlob } from './widened-blob.ts';

/** Bytes [start, end) of a file, read while the caller waits: browsers let workers do that, and nobody else. */
function readNow(file: Blob, start: number, end: number): Uint8Array<ArrayBuffer> {
  if (file instanceof WidenedBlob) return file.readNow(start, end, readNow);
  return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(start, end)));
}

/**
 * A file as the bytes that onnxruntime's builds without promise integration want its external data in. They ask for
 * the length and for one tensor after another (`Module.MountedFiles` in onnxruntime's wasm, 1.30), so that each can be
 * read when it is asked for: read beforehand, a file lies in memory a second time, and none of more than 2 GB can be
 * opened. Where nothing can be read at once, the file itself, which onnxruntime reads whole.
 */
export function toLazyBytes(file: Blob): Uint8Array | Blob {
  if (typeof FileReaderSync === 'undefined') return file;
  return Object.defineProperties(new Uint8Array(0), {
    byteLength: { value: file.size },
    subarray: { value: (start = 0, end = file.size) => readNow(file, start, end) },
  });
}
