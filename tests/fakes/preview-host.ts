/** The page around the panel in `tools/preview-panel.mjs`: a fake sandbox behind Figma's wire. */
import type { Endpoint } from '../../protocol/envelope.ts';
import { createFakeHost, type FakeHost } from './fake-host.ts';
import { paintPng } from './preview-pictures.ts';

declare global {
  interface Window {
    fakeHost: FakeHost;
  }
}

/** How slow the sandbox is, and what it has kept. */
const query = new URLSearchParams(location.search);
const answerMs = Number(query.get('hostMs') ?? 0);

function panelWire(panel: HTMLIFrameElement): Endpoint {
  return {
    post(message) {
      const send = () => panel.contentWindow?.postMessage({ pluginMessage: message }, '*');
      if (answerMs === 0) send();
      else setTimeout(send, answerMs);
    },
    listen: (onMessage) =>
      window.addEventListener('message', ({ source, data }) => {
        if (source === panel.contentWindow) onMessage(data.pluginMessage);
      }),
  };
}

const panel = document.querySelector('iframe');
if (panel !== null) {
  window.fakeHost = createFakeHost(panelWire(panel), {
    // Another name for the same server is another site, as the hosted engine is.
    engineUrl: new URL('/engine/', location.href.replace('127.0.0.1', 'localhost')).href,
    settings: JSON.parse(query.get('settings') ?? '{}'),
    picture: (node) => paintPng(400, 300, node === '1:3' ? 3 : 7),
  });
  panel.src = panel.dataset.src ?? '';
}
