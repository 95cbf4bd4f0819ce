/** Large enough for a fast line, small enough that one per request is nothing. */
const windowBytes = 256 * 1024;

/** Reads a body chunk by chunk, null at its end. A chunk is only good until the next one is asked for. */
export type ReadChunk = () => Promise<Uint8Array<ArrayBuffer> | null>;

/**
 * Opens an answer's body for reading. Where the browser allows, every chunk lies in one and the same buffer: gigabytes
 * that come as buffers of their own are not collected fast enough, and a download then costs as much memory as it has
 * bytes.
 */
export function openBody(response: Response): ReadChunk {
  const { body } = response;
  if (body === null) return async () => null;
  const reader = openWindow(body);
  if (reader === null) {
    const plain = body.getReader();
    return async () => ((await plain.read()).value as Uint8Array<ArrayBuffer> | undefined) ?? null;
  }
  let buffer = new ArrayBuffer(windowBytes);
  return async () => {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done || value === undefined) return null;
    // The stream takes the buffer while it fills it and gives it back under a new name.
    buffer = value.buffer;
    return value;
  };
}

function openWindow(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
