import type { ReleaseFile } from './release.ts';

/** True where these are the bytes that the build wrote down. */
export async function isIntact(bytes: ArrayBuffer, file: ReleaseFile): Promise<boolean> {
  if (bytes.byteLength !== file.bytes) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
}

/**
 * Fetches a file of the release, with the headers that came (isolation and policies among them). What the browser's
 * HTTP cache has is as good as the server's, since it is checked. Rejects where neither has the right bytes.
 */
export async function fetchVerified(file: ReleaseFile, url: string): Promise<Response> {
  for (const cache of ['default', 'reload'] as const) {
    const response = await fetch(url, { cache });
    if (response.status !== 200) throw new Error(`${file.path}: HTTP ${response.status}`);
    const bytes = await response.arrayBuffer();
    if (await isIntact(bytes, file)) return new Response(bytes, { headers: plainHeaders(response, bytes) });
  }
  throw new Error(`${file.path} is not the file of this release.`);
}

/** The headers of a response for its bytes as they are: compression has ended with the transfer, and so has choosing it. */
function plainHeaders(response: Response, bytes: ArrayBuffer): Headers {
  const headers = new Headers(response.headers);
  headers.delete('Content-Encoding');
  headers.delete('Vary');
  headers.set('Content-Length', String(bytes.byteLength));
  return headers;
}
