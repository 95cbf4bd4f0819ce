/** What keeps an address from being a server of models, before anybody is asked. */
export type AddressFault = 'empty' | 'not-an-address' | 'not-https';

/** Names of this machine, where browsers take http for safe. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * An address that a person typed, as a folder below which packs lie; without a scheme it is taken for https. Says what is
 * wrong where the engine page could never reach it.
 */
export function readServerAddress(typed: string): { url: string } | { fault: AddressFault } {
  const trimmed = typed.trim();
  if (trimmed === '') return { fault: 'empty' };
  const isLocal = [...ownNames].some((name) => trimmed === name || trimmed.startsWith(`${name}:`));
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)
    ? trimmed
    : `${isLocal ? 'http' : 'https'}://${trimmed}`;
  let url: URL;
  try {
    url = new URL(complete);
  } catch {
    return { fault: 'not-an-address' };
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const hasName = ownNames.has(url.hostname) || url.hostname.includes('.') || url.hostname.startsWith('[');
  if (!isWeb || !hasName || /\s/.test(trimmed)) return { fault: 'not-an-address' };
  if (url.protocol === 'http:' && !ownNames.has(url.hostname)) return { fault: 'not-https' };
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { url: url.href };
}
