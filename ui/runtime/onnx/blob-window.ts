/** A large file read here and there, without ever holding more of it than a window. */
export type BlobWindow = {
  readonly length: number;
  /** Bytes [start, end), fewer where the file ends before; valid until the next call. */
  peek(start: number, end: number): Promise<Uint8Array>;
  /** A copy of bytes [start, end). */
  copy(start: number, end: number): Promise<Uint8Array>;
};

const windowBytes = 256 * 1024;

export function createBlobWindow(blob: Blob): BlobWindow {
  let held = new Uint8Array();
  let heldStart = 0;

  async function peek(start: number, end: number): Promise<Uint8Array> {
    const last = Math.min(end, blob.size);
    if (start < heldStart || last > heldStart + held.length) {
      const reach = Math.max(last, Math.min(start + windowBytes, blob.size));
      held = new Uint8Array(await blob.slice(start, reach).arrayBuffer());
      heldStart = start;
    }
    return held.subarray(start - heldStart, last - heldStart);
  }

  return {
    length: blob.size,
    peek,
    copy: async (start, end) => (await peek(start, end)).slice(),
  };
}
