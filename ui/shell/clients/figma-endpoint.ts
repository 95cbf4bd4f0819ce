import type { Endpoint } from '../../../protocol/envelope.ts';

/**
 * Figma's wire as the panel sees it: what is posted to the parent reaches the sandbox, and only frames around the panel
 * are heard, whichever of them Figma speaks from; never the engine page inside it.
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
        if (!isAround(panel, event.source)) return;
        const { data } = event;
        if (typeof data === 'object' && data !== null && 'pluginMessage' in data)
          onMessage(data.pluginMessage);
      });
    },
  };
}

function isAround(panel: Window, source: MessageEventSource | null): boolean {
  for (let frame = panel; frame.parent !== frame; frame = frame.parent) {
    if (frame.parent === source) return true;
  }
  return false;
}
