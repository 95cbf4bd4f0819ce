import type { Endpoint } from '../protocol/envelope.ts';

/** Figma's wire to the panel. It queues until the panel has loaded, copies everything and never tells of its end. */
export function openFigmaEndpoint(): Endpoint {
  return {
    post: (message) => figma.ui.postMessage(message),
    listen(onMessage) {
      figma.ui.onmessage = (message: unknown) => onMessage(message);
    },
  };
}
