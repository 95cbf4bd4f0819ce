import type { Rect } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { getQuickJS } from 'quickjs-emscripten';
import { Document } from '../../host/document/document.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { parseManifest } from '../../host/plugin-runtime/manifest.ts';
import { PluginRuntime, type PluginStart } from '../../host/plugin-runtime/plugin-runtime.ts';
import type { ExportJob, HostPorts, Notification, PanelOptions } from '../../host/plugin-runtime/ports.ts';

export const MANIFEST = {
  name: 'Probe',
  id: '1234567890',
  api: '1.0.0',
  main: 'code.js',
  editorType: ['figma'],
  documentAccess: 'dynamic-page',
  networkAccess: { allowedDomains: ['none'] },
};

type Note = Notification & {
  press(): boolean;
  dequeue(reason: 'timeout' | 'dismiss'): void;
  isCancelled: boolean;
};

/** Everything that a plugin did to the editor around it, as the tests look at it. */
export class Desk {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly notes: Note[] = [];
  readonly jobs: ExportJob[] = [];
  readonly toPanel: { message: unknown; targetOrigin: string }[] = [];
  readonly panels: { html: string; options: PanelOptions; isOpen: boolean }[] = [];
  readonly shownRects: Rect[] = [];
  readonly storage = new Map<string, string>();
  readonly closed: (string | undefined)[] = [];
  center = { x: 0, y: 0 };
  zoom = 1;

  readonly ports: HostPorts = {
    clock: {
      now: () => performance.now(),
      setTimeout: (callback, ms) => Number(setTimeout(callback, ms)),
      clearTimeout: (id) => clearTimeout(id),
    },
    exporter: async (job) => {
      this.jobs.push(job);
      // The rasteriser is not part of these tests: a picture of the planned size, without content.
      return encode({
        width: job.widthPx,
        height: job.heightPx,
        data: new Uint8Array(job.widthPx * job.heightPx * 4),
      });
    },
    panel: {
      open: (html, options) => {
        this.panels.push({ html, options, isOpen: true });
      },
      close: () => {
        const panel = this.panels.at(-1);
        if (panel) panel.isOpen = false;
      },
      setVisible: (visible) => this.lines.push(`panel visible: ${visible}`),
      resize: (width, height) => this.lines.push(`panel size: ${width}x${height}`),
      reposition: (x, y) => this.lines.push(`panel place: ${x},${y}`),
      getPosition: () => ({ windowSpace: { x: 1, y: 2 }, canvasSpace: { x: 3, y: 4 } }),
      postMessage: (message, targetOrigin) => this.toPanel.push({ message, targetOrigin }),
    },
    notify: {
      show: (notification, events) => {
        const note: Note = {
          ...notification,
          press: () => events.onAction(),
          dequeue: (reason) => events.onDequeue(reason),
          isCancelled: false,
        };
        this.notes.push(note);
        return {
          cancel: () => {
            note.isCancelled = true;
          },
        };
      },
    },
    viewport: {
      getCenter: () => this.center,
      setCenter: (center) => {
        this.center = center;
      },
      getZoom: () => this.zoom,
      setZoom: (zoom) => {
        this.zoom = zoom;
      },
      getBounds: () => ({ x: -400, y: -300, width: 800, height: 600 }),
      showRect: (rect) => this.shownRects.push(rect),
    },
    storage: {
      read: (pluginId) => this.storage.get(pluginId) ?? null,
      write: (pluginId, text) => this.storage.set(pluginId, text),
    },
    console: {
      write: (level, text) => {
        if (level === 'error') this.errors.push(text);
        else this.lines.push(text);
      },
    },
  };
}

type ProbeOptions = Partial<Omit<PluginStart, 'quickjs' | 'plugin' | 'ports'>> & {
  readonly manifest?: object;
  readonly html?: string;
  readonly uiFiles?: { readonly [key: string]: string };
  readonly desk?: Desk;
};

export type Probe = { readonly desk: Desk; readonly document: Document; readonly runtime: PluginRuntime };

/** Runs plugin code in the host; `print` lines of it are its `console.log`. */
export async function runPlugin(code: string, options: ProbeOptions = {}): Promise<Probe> {
  const { manifest, html, uiFiles, desk = new Desk(), document = new Document(), ...start } = options;
  const plugin = {
    manifest: parseManifest(manifest ?? MANIFEST),
    code,
    html: html ?? null,
    uiFiles: uiFiles ?? null,
  };
  const runtime = new PluginRuntime({
    quickjs: await getQuickJS(),
    document,
    plugin,
    ports: desk.ports,
    faults: new Faults(),
    onClosed: (message) => desk.closed.push(message),
    ...start,
  });
  return { desk, document, runtime };
}

/** Runs `body` in an async function and answers what it printed; errors it throws are printed as `! message`. */
export async function linesOf(body: string, options: ProbeOptions = {}): Promise<string[]> {
  const probe = await runPlugin(wrapped(body), options);
  await finished(probe);
  if (probe.desk.errors.length > 0) throw new Error(probe.desk.errors.join('\n'));
  return probe.desk.lines;
}

/** Waits until the code of `linesOf` or `wrapped` has come to its end. */
export async function finished({ desk }: Probe): Promise<void> {
  for (let round = 0; round < 400; round++) {
    if (desk.lines.at(-1) === END) {
      desk.lines.pop();
      return;
    }
    await pause(5);
  }
  throw new Error(`The plugin did not finish: ${desk.errors.join('\n')} ${desk.lines.join('\n')}`);
}

const END = '-- end --';

/** Plugin code with `print`, `refused(fn)` (the message of what it throws) and top-level `await`. */
export function wrapped(body: string): string {
  return `
    function print() { console.log.apply(console, arguments); }
    function refused(fn) { try { fn(); return 'no error'; } catch (error) { return error.message; } }
    async function rejected(fn) { try { await fn(); return 'no error'; } catch (error) { return error.message; } }
    (async function () { ${body} })().catch(function (error) { print('! ' + error.message); })
      .then(function () { print(${JSON.stringify(END)}); });`;
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** A PNG of one color. */
export function pngOf(
  width: number,
  height: number,
  rgba: readonly [number, number, number, number],
): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) data.set(rgba, pixel * 4);
  return encode({ width, height, data });
}
