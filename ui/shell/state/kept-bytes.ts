/** What JSON can say, pictures among it as base64. */
export type Kept = unknown;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts base64 in the place of every byte array. */
export function keptText(value: unknown): Kept {
  if (value instanceof Uint8Array) return { base64: toBase64(value) };
  if (Array.isArray(value)) return value.map(keptText);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keptText(inner)]));
}

/** The bytes again in the place of their base64. Throws where it is none. */
export function keptBytes(value: Kept): unknown {
  if (Array.isArray(value)) return value.map(keptBytes);
  if (!isObject(value)) return value;
  if (typeof value.base64 === 'string') return fromBase64(value.base64);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keptBytes(inner)]));
}

/** Arguments that one call takes. */
const chunk = 32_768;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk)
    text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
