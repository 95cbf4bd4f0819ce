import { AppError } from '../../../../protocol/errors.ts';

const ownMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address of a server as the shelf keeps it: with a slash at its end, without what follows a ? or #. Throws
 * `address-invalid`, or `address-insecure` for http anywhere but on this machine.
 */
export function readBaseAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new AppError('address-invalid', text, text);
  }
  const isHttp = url.protocol === 'http:';
  if ((!isHttp && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    throw new AppError('address-invalid', text, text);
  if (isHttp && !ownMachine.test(url.hostname)) throw new AppError('address-insecure', text, url.host);
  url.search = '';
  url.hash = '';
  // Somebody may copy the address of the list itself.
  url.pathname = url.pathname.replace(/\/shelf\.json$/, '/');
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** Where a server keeps the pack of an id. */
export const folderOnBase = (base: string, id: string) => `${base}${encodeURIComponent(id)}/`;
