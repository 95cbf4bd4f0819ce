import type { Endpoint } from '../../../protocol/envelope.ts';

/**
 * Figma's wire as the panel sees it: what is posted to the parent reaches the sandbox, and only the parent is heard.
 * Figma wraps every message in `pluginMessage`, both ways (Figma docs, creating-ui, 2026-08).
 */
export function createFigmaEndpoint(panel: Window): Endpoint {
  return {
    post(message) {
      // The parent's origin cannot be known: the panel itself has none, and Figma's wrapper frames differ.
      panel.parent.postMessage({ pluginMessage: message }, '*');
    },
    listen(onMessage) {
      panel.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.source !== panel.parent) return;
        const { data } = event;
        if (typeof data === 'object' && data !== null && 'pluginMessage' in data)
          onMessage(data.pluginMessage);
      });
    },
  };
}
