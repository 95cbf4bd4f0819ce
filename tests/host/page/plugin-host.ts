import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSWASMModule,
  RELEASE_SYNC,
} from 'quickjs-emscripten';
import type { Document } from '../document/document.ts';
import type { NodeRecord } from '../document/node.ts';
import type { Editor } from '../editor/editor.ts';
import type { RelaunchButton } from '../editor/properties-panel.ts';
import { compileContentSecurityPolicy } from '../plugin-runtime/content-security-policy.ts';
import { Faults } from '../plugin-runtime/faults.ts';
import type { Manifest, MenuItem } from '../plugin-runtime/manifest.ts';
import { type PluginPackage, readPluginPackage } from '../plugin-runtime/plugin-package.ts';
import { PluginRuntime } from '../plugin-runtime/plugin-runtime.ts';
import type { HostPorts } from '../plugin-runtime/ports.ts';
import type { RenderContext } from '../render/render-context.ts';
import { browserClock, localStoragePort, restrictedFetch } from './browser-ports.ts';
import { exporterOf } from './page-exporter.ts';
import { PanelWindow } from './panel/panel-window.ts';
import { dropAt, readPluginDrop } from './panel/plugin-drop.ts';
import type { Theme, ThemeColors } from './panel/theme-colors.ts';

export type PluginHostOptions = {
  /** The address of the plugin's folder, with a slash at its end. */
  folder: string;
  document: Document;
  editor: Editor;
  context: RenderContext;
  themeColors: ThemeColors;
  fontFaces: string;
  theme(): Theme;
};

export type ConsoleLine = { level: 'log' | 'info' | 'warn' | 'error'; text: string };

/** Runs the plugin of one folder over the open document, as often as the person asks. */
export class PluginHost {
  /** What goes wrong on purpose; kept from one run to the next. */
  readonly faults = new Faults();
  /** What the plugin wrote to its console, and what the host has to complain about. */
  readonly console: ConsoleLine[] = [];
  onRunning: () => void = () => {};
  #runtime: PluginRuntime | null = null;
  #panel: PanelWindow | null = null;
  #quickjs: Promise<QuickJSWASMModule> | null = null;
  #manifest: Manifest | null = null;

  constructor(private readonly options: PluginHostOptions) {}

  get isRunning(): boolean {
    return this.#runtime?.isOpen ?? false;
  }

  /** What this run has cost so far: stays in the sandbox, messages, calls. */
  get metrics(): PluginRuntime['metrics'] | undefined {
    return this.#runtime?.metrics;
  }

  /** What the plugin's menu offers, in its order; empty for a plugin without a menu. */
  get commands(): readonly { name: string; command: string }[] {
    return commandsIn(this.#manifest?.menu ?? []);
  }

  /** The buttons that this plugin has left on a layer, as far as its manifest knows their commands, in its order. */
  relaunchButtonsOf(node: NodeRecord): RelaunchButton[] {
    const left = node.relaunchData[this.#manifest?.id ?? ''] ?? {};
    return (this.#manifest?.relaunchButtons ?? []).flatMap(({ command, name }) => {
      const description = left[command];
      return description === undefined ? [] : [{ name, description, press: () => void this.run(command) }];
    });
  }

  /** Reads the plugin's files anew and starts it; a run that is going on is ended first. */
  async run(command = ''): Promise<void> {
    this.cancel();
    try {
      const [plugin, quickjs] = await Promise.all([this.#readPackage(), this.#loadEngine()]);
      this.#manifest = plugin.manifest;
      this.#start(plugin, quickjs, command || (this.commands[0]?.command ?? ''));
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error));
    }
    this.onRunning();
  }

  /** The person ends the plugin. */
  cancel(): void {
    this.#runtime?.close();
    this.#panel?.close();
    this.#runtime = null;
    this.#panel = null;
    this.onRunning();
  }

  setTheme(theme: Theme): void {
    this.#panel?.setTheme(theme);
  }

  #readPackage(): Promise<PluginPackage> {
    return readPluginPackage(async (path) => {
      const response = await fetch(this.options.folder + path, { cache: 'no-cache' });
      if (!response.ok) throw new Error(`The plugin's ${path} is missing. Has the plugin been built?`);
      return response.text();
    });
  }

  #loadEngine(): Promise<QuickJSWASMModule> {
    const wasmLocation = new URL('quickjs.wasm', location.href).href;
    this.#quickjs ??= newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmLocation }));
    return this.#quickjs;
  }

  #start(plugin: PluginPackage, quickjs: QuickJSWASMModule, command: string): void {
    const { document, editor } = this.options;
    const panel = this.#makePanel(plugin);
    this.#panel = panel;
    const ports: HostPorts = {
      exporter: exporterOf(this.options.context),
      clock: browserClock,
      panel,
      notify: editor.notes,
      viewport: editor.viewport,
      storage: localStoragePort,
      console: { write: (level, text) => this.#write(level, text) },
      fetch: restrictedFetch,
    };
    const onClosed = () => {
      panel.close();
      this.onRunning();
    };
    const { faults } = this;
    this.#runtime = new PluginRuntime({ quickjs, document, plugin, ports, faults, command, onClosed });
  }

  #makePanel({ manifest }: PluginPackage): PanelWindow {
    const { editor, themeColors, fontFaces, theme } = this.options;
    return new PanelWindow({
      area: editor.area,
      viewport: editor.viewport,
      pluginName: manifest.name,
      pluginId: manifest.id ?? undefined,
      contentSecurityPolicy: compileContentSecurityPolicy(manifest, { isDevelopment: true }),
      themeColors,
      fontFaces,
      theme,
      onLoaded: () => this.#runtime?.panelLoaded(),
      onMessage: (message, origin) => this.#runtime?.receivePanelMessage(message, origin),
      onDrop: (drop, panelBox) => void this.#drop(drop, panelBox),
      onViolation: (sentence) => this.#write('error', sentence),
      onDismiss: () => this.cancel(),
    });
  }

  /** Something that the panel lets go over the canvas. */
  async #drop(value: unknown, panel: DOMRect): Promise<void> {
    const { document, editor } = this.options;
    const { viewport, area } = editor;
    const drop = await readPluginDrop(value, { document, viewport, area, panel });
    if (drop) this.#runtime?.drop(drop);
  }

  /** Files dropped onto the canvas: the plugin hears of them first; answers whether the editor shall take them. */
  async offerFiles(files: readonly File[], point: Vector): Promise<boolean> {
    if (!this.isRunning) return true;
    const drop = await dropAt(this.options.document, point, files);
    return this.#runtime?.drop(drop) ?? true;
  }

  #write(level: ConsoleLine['level'], text: string): void {
    this.console.push({ level, text });
    console[level](`[plugin] ${text}`);
  }

  #complain(message: string): void {
    this.#write('error', message);
    const note = { message, error: true, timeoutMs: Number.POSITIVE_INFINITY, buttonText: undefined };
    this.options.editor.notes.show(note, { onAction: () => true, onDequeue: () => undefined });
  }
}

function commandsIn(menu: readonly MenuItem[]): { name: string; command: string }[] {
  return menu.flatMap((item) =>
    'command' in item
      ? [{ name: item.name, command: item.command }]
      : 'menu' in item
        ? commandsIn(item.menu)
        : [],
  );
}
