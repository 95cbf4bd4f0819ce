import type {
  MessageEventHandler,
  PluginAPI,
  ShowUIOptions,
  UIAPI,
} from '@figma/plugin-typings/plugin-api-standalone';
import type { SandboxScope } from './scope.ts';

/** Installs `figma.showUI` and `figma.ui`, then closes `figma` to additions. */
export function installPanel(scope: SandboxScope): void {
  const CHANNEL = 'ui message';
  let onmessage: MessageEventHandler | undefined;

  const ui: UIAPI = {
    show: () => scope.call('ui.show'),
    hide: () => scope.call('ui.hide'),
    close: () => scope.call('ui.close'),
    resize: (width, height) => scope.call('ui.resize', width, height),
    reposition: (x, y) => scope.call('ui.reposition', x, y),
    getPosition: () => scope.call('ui.getPosition'),
    postMessage(pluginMessage: unknown, options) {
      let encoded: ReturnType<SandboxScope['encode']>;
      try {
        encoded = scope.encode([options?.origin ?? '*', pluginMessage], false);
      } catch (error) {
        throw new Error(`in postMessage: ${error instanceof Error ? error.message : String(error)}`);
      }
      scope.host.call('ui.postMessage', encoded.json, ...encoded.buffers);
    },
    get onmessage() {
      return onmessage;
    },
    set onmessage(callback) {
      onmessage = callback;
    },
    on: (_type, callback) => scope.on(CHANNEL, callback),
    once: (_type, callback) => scope.once(CHANNEL, callback),
    off: (_type, callback) => scope.off(CHANNEL, callback),
  };

  scope.entries.receive = (origin: string, json: string, ...buffers: ArrayBuffer[]) => {
    const message = scope.decode(json, buffers);
    onmessage?.(message, { origin });
    scope.emit(CHANNEL, message, { origin });
  };

  type DroppedFile = {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
    readonly text: string;
  };
  scope.entries.drop = (json: string, ...buffers: ArrayBuffer[]) => {
    const event = scope.decode(json, buffers) as { readonly files: readonly DroppedFile[] };
    const files = event.files.map(({ name, type, bytes, text }) => ({
      name,
      type,
      getBytesAsync: async () => bytes,
      getTextAsync: async () => text,
    }));
    return scope.emit('drop', { ...event, files }) !== false;
  };

  const figma = scope.globals.figma as object;
  const showUI: PluginAPI['showUI'] = (html: string, options?: ShowUIOptions) => {
    scope.call('showUI', html, options ?? {});
  };
  Object.defineProperty(figma, 'ui', { value: ui, enumerable: true });
  Object.defineProperty(figma, 'showUI', { value: showUI, enumerable: true });
  Object.preventExtensions(figma);
}
