import { fromHalfArray } from './half-float.ts';

/** Bytes of halves that are widened at a time. */
const pieceBytes = 1024 * 1024;

/**
 * A file of little-endian halves that reads as the same numbers in 32 bits. They are widened while they are read, so
 * that no second copy of a model's weights lies in memory or on the disk: onnxruntime streams a Blob where it can.
 */
export class WidenedBlob extends Blob {
  readonly #halves: Blob;

  constructor(halves: Blob) {
    super();
    this.#halves = halves;
  }

  override get size(): number {
    return 2 * this.#halves.size;
  }

  /** Bounds count bytes of 32-bit floats and lie between two of them; throws RangeError elsewhere. */
  override slice(start = 0, end = this.size): Blob {
    if (start % 4 !== 0 || end % 4 !== 0) throw new RangeError(`${start} to ${end} cuts a number.`);
    return new WidenedBlob(this.#halves.slice(start / 2, end / 2));
  }

  /** Bytes [start, end), which lie between two numbers, of halves that `read` gives at once. */
  readNow(
    start: number,
    end: number,
    read: (halves: Blob, start: number, end: number) => Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> {
    const widened = new Uint8Array(end - start);
    for (let from = start / 2; from < end / 2; from += pieceBytes) {
      const { buffer } = read(this.#halves, from, Math.min(from + pieceBytes, end / 2));
      widened.set(new Uint8Array(fromHalfArray(new Uint16Array(buffer)).buffer), 2 * from - start);
    }
    return widened;
  }

  async #widen(start: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#halves.slice(start, start + pieceBytes).arrayBuffer();
    return new Uint8Array(fromHalfArray(new Uint16Array(bytes)).buffer);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const joined = new Uint8Array(this.size);
    for (let start = 0; start < this.#halves.size; start += pieceBytes)
      joined.set(await this.#widen(start), 2 * start);
    return joined.buffer;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let start = 0;
    return new ReadableStream({
      pull: async (controller) => {
        if (start >= this.#halves.size) return controller.close();
        const piece = await this.#widen(start);
        start += pieceBytes;
        controller.enqueue(piece);
      },
    });
  }
}
