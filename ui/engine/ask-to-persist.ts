let isAsked = false;

/**
 * Asks the browser once not to evict what this origin keeps. Only a page may ask, no worker; browsers answer by
 * themselves or ask the person, and nothing is lost where they say no.
 */
export function askToPersist(): void {
  if (isAsked) return;
  isAsked = true;
  void globalThis.navigator?.storage?.persist?.().catch(() => {});
}
