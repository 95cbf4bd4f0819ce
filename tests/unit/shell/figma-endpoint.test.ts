import { expect, test } from 'vitest';
import { createFigmaEndpoint } from '../../../ui/shell/clients/figma-endpoint.ts';

/** A window in a window: as much of one as the wire uses. */
function openWindow(parent: Window | null) {
  const listeners: ((event: { source: unknown; data: unknown }) => void)[] = [];
  const posted: unknown[] = [];
  const opened = {
    parent,
    addEventListener: (_: string, listener: (typeof listeners)[number]) => listeners.push(listener),
    postMessage: (message: unknown) => posted.push(message),
  };
  opened.parent ??= opened as unknown as Window;
  const hear = (source: unknown, data: unknown) => {
    for (const listener of listeners) listener({ source, data });
  };
  return { window: opened as unknown as Window, posted, hear };
}

test('the panel hears every frame around it, and neither the engine page nor what is not meant for it', () => {
  const editor = openWindow(null);
  const modal = openWindow(editor.window);
  const panel = openWindow(modal.window);
  const engine = openWindow(panel.window);
  const wire = createFigmaEndpoint(panel.window);
  const heard: unknown[] = [];
  wire.listen((message) => heard.push(message));
  panel.hear(modal.window, { pluginMessage: 1 });
  panel.hear(editor.window, { pluginMessage: 2 });
  panel.hear(engine.window, { pluginMessage: 3 });
  panel.hear(panel.window, { pluginMessage: 4 });
  panel.hear(null, { pluginMessage: 5 });
  panel.hear(modal.window, 'bare');
  expect(heard).toEqual([1, 2]);
  wire.post({ kind: 'event' });
  expect([modal.posted, editor.posted]).toEqual([[{ pluginMessage: { kind: 'event' } }], []]);
});
