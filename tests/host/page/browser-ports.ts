import type { Clock, StoragePort } from '../plugin-runtime/ports.ts';

export const browserClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => window.setTimeout(callback, ms),
  clearTimeout: (id) => window.clearTimeout(id),
};

/** `figma.clientStorage` in the browser's own storage of the editor's site. */
export const localStoragePort: StoragePort = {
  read: (pluginId) => localStorage.getItem(`clientStorage/${pluginId}`),
  write: (pluginId, text) => localStorage.setItem(`clientStorage/${pluginId}`, text),
};

/** The sandbox's network: what it may reach has been checked by then; credentials never go along. */
export const restrictedFetch = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, { ...init, credentials: 'omit' });
