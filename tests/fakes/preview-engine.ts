/** The engine page in `tools/preview-panel.mjs`: it paints colored hills instead of running a model. */
import type { Endpoint } from '../../protocol/envelope.ts';
import { createFakeEngine, type FakeEngine, fakeModel } from './fake-engine.ts';
import { previewPainted } from './preview-mask.ts';
import { paintPng, paintPreview } from './preview-pictures.ts';
import { type ShelfScene, shelfScenes } from './shelf-scenes.ts';

declare global {
  interface Window {
    fakeEngine: FakeEngine;
    showShelf(scene: ShelfScene): void;
  }
}

function portWire(port: MessagePort): Endpoint {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer as Transferable[]),
    listen: (onMessage) => {
      port.onmessage = ({ data }) => onMessage(data);
    },
  };
}

/** As the included model has them. */
const sizing = {
  native: { width: 128, height: 128 },
  multiplePx: 16,
  bucketsPx: null,
  latentPx: 8,
  upscale: 4,
};

const stepMs = Number(new URLSearchParams(location.search).get('stepMs') ?? 60);

window.addEventListener('message', ({ data, ports: [port] }) => {
  if (data?.underpaint !== 'connect' || port === undefined) return;
  window.fakeEngine = createFakeEngine(portWire(port), {
    models: [{ ...fakeModel, sizing, weightBytes: 18_032_789 }],
    shelf: shelfScenes.start(),
    steps: 20,
    stepMs,
    warnings: ['prompt-truncated: in the evening light'],
    paint: ({ size, seed }, candidate) => paintPng(size.width, size.height, seed + candidate),
    preview: (step, steps) => paintPreview(step / steps),
    previewMask: previewPainted,
  });
});

window.showShelf = (scene) => window.fakeEngine.shelf.replace(shelfScenes[scene]());
