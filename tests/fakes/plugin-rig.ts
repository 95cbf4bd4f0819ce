import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getQuickJS, type QuickJSWASMModule } from 'quickjs-emscripten';
import { connect } from '../../protocol/client.ts';
import type { HostContract } from '../../protocol/host-contract.ts';
import { hostAnswerSchemas } from '../../protocol/host-schemas.ts';
import { inPieces } from '../../protocol/pieces.ts';
import { buildPlugin } from '../../tools/build/plugin.mjs';
import { Faults } from '../host/plugin-runtime/faults.ts';
import { parseManifest } from '../host/plugin-runtime/manifest.ts';
import { PluginRuntime } from '../host/plugin-runtime/plugin-runtime.ts';
import type { ExportJob, HostPorts } from '../host/plugin-runtime/ports.ts';
import { renderToPng } from '../host/render/export-node.ts';
import { setStage } from '../unit/host-render/stage.ts';

const engineUrl = 'http://localhost:4100/engine/';

/** The sandbox's code as it ships, and the engine that runs it; made once per test file. */
export async function loadSandbox(): Promise<{ code: string; quickjs: QuickJSWASMModule }> {
  const outDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  try {
    await buildPlugin({ outDir, engineUrl });
    return { code: await readFile(join(outDir, 'plugin.js'), 'utf8'), quickjs: await getQuickJS() };
  } finally {
    await rm(outDir, { recursive: true });
  }
}

export type RigOptions = {
  isReadOnly?: boolean;
  hasId?: boolean;
  /** The document of another rig: the plugin was closed and opened again. */
  stage?: ReturnType<typeof setStage>;
  /** The storage of another rig: the same machine. */
  storage?: HostPorts['storage'];
  /** The button that starts the plugin. */
  command?: string;
};

/**
 * The shipped sandbox in QuickJS over a real document with the real rasteriser, and the panel's end of the wire in the
 * test's hands. Without a browser: frames and CSP are not part of it.
 */
export function openRig(sandbox: Awaited<ReturnType<typeof loadSandbox>>, options: RigOptions = {}) {
  const stage = options.stage ?? setStage();
  const storage = options.storage ?? createMemoryStorage();
  const faults = new Faults();
  const shown: string[] = [];
  const logged: string[] = [];
  const exported: ExportJob[] = [];
  let deliver: (message: unknown) => void = () => {};
  let panelSize = { width: 0, height: 0 };

  const ports: HostPorts = {
    exporter: (job) => {
      exported.push(job);
      return renderToPng({ ...stage.context, undecoded: job.undecodedImages }, job);
    },
    clock: {
      now: () => performance.now(),
      setTimeout: (callback, ms) => Number(setTimeout(callback, ms)),
      clearTimeout: (id) => clearTimeout(id),
    },
    panel: {
      open: (_, { width, height }) => {
        panelSize = { width, height };
      },
      close: () => {},
      setVisible: () => {},
      resize: (width, height) => {
        panelSize = { width, height };
      },
      reposition: () => {},
      getPosition: () => ({ windowSpace: { x: 0, y: 0 }, canvasSpace: { x: 0, y: 0 } }),
      postMessage: (message) => {
        setTimeout(() => deliver(structuredClone(message)), 0);
      },
    },
    notify: {
      show: ({ message }) => {
        shown.push(message);
        return { cancel: () => {} };
      },
    },
    viewport: {
      getCenter: () => ({ x: 1000, y: 500 }),
      setCenter: () => {},
      getZoom: () => 1,
      setZoom: () => {},
      getBounds: () => ({ x: 0, y: 0, width: 2000, height: 1000 }),
      showRect: () => {},
    },
    storage,
    console: { write: (level, text) => logged.push(`${level}: ${text}`) },
  };
  const manifest = parseManifest({
    name: 'Underpaint',
    ...(options.hasId === false ? {} : { id: 'underpaint-test' }),
    api: '1.0.0',
    editorType: ['figma'],
    main: 'plugin.js',
    ui: 'ui.html',
    documentAccess: 'dynamic-page',
    networkAccess: { allowedDomains: ['none'], devAllowedDomains: [] },
  });
  const runtime = new PluginRuntime({
    quickjs: sandbox.quickjs,
    document: stage.document,
    plugin: { manifest, code: sandbox.code, html: '<p>panel</p>', uiFiles: null },
    ports,
    faults,
    isReadOnly: options.isReadOnly ?? false,
    ...(options.command !== undefined && { command: options.command }),
  });
  runtime.panelLoaded();
  const wire = inPieces({
    post: (message) => {
      const sent: unknown = structuredClone(message);
      setTimeout(() => runtime.receivePanelMessage(sent, 'null'), 0);
    },
    listen: (onMessage) => {
      deliver = onMessage;
    },
  });
  const panel = connect<HostContract>(wire, { schemas: hostAnswerSchemas });
  return { ...stage, faults, runtime, panel, shown, logged, exported, storage, panelSize: () => panelSize };
}

function createMemoryStorage(): HostPorts['storage'] {
  const kept = new Map<string, string>();
  return {
    read: (id) => kept.get(id) ?? null,
    write: (id, text) => {
      kept.set(id, text);
    },
  };
}

export type Rig = ReturnType<typeof openRig>;
