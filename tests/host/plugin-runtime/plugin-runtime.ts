import type { QuickJSWASMModule } from 'quickjs-emscripten';
import type { Document } from '../document/document.ts';
import { nodeMembers } from './api/dispatch.ts';
import { networkOperations } from './api/network.ts';
import { type NotificationEvents, notificationOperations } from './api/notifications.ts';
import { PanelChannel, panelOperations } from './api/panel-operations.ts';
import { nodeOf, type Operation, type PluginContext } from './context.ts';
import { DocumentEvents } from './document-events.ts';
import { Faults } from './faults.ts';
import { errorMessage } from './figma-error.ts';
import { rejectImportExpressions } from './import-scan.ts';
import { RuntimeMetrics } from './metrics.ts';
import { OperationDesk, type Settle } from './operation-desk.ts';
import type { PluginPackage } from './plugin-package.ts';
import type { HostPorts } from './ports.ts';
import { type SandboxArgument, SandboxError, SandboxVm } from './sandbox-vm.ts';
import { seededRandom } from './seeded-random.ts';
import { type TimerEvents, timerOperations } from './timers.ts';
import { byteLengthOf, encodeForSandbox, NodeRef, type WireValue } from './wire.ts';

export type PluginStart = {
  readonly quickjs: QuickJSWASMModule;
  readonly document: Document;
  readonly plugin: PluginPackage;
  readonly ports: HostPorts;
  readonly faults?: Faults;
  /** From the plugin's menu, or of the relaunch button that was pressed. */
  readonly command?: string;
  /** What the person entered for the command's parameters. */
  readonly parameters?: { readonly [key: string]: unknown };
  readonly isReadOnly?: boolean;
  readonly isDevelopment?: boolean;
  /** Decides whatever Figma leaves unordered; the same seed gives the same run. */
  readonly seed?: number;
  readonly onClosed?: (message: string | undefined) => void;
};

export type DroppedFile = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };

export type CanvasDrop = {
  readonly nodeId: string;
  readonly x: number;
  readonly y: number;
  readonly absoluteX: number;
  readonly absoluteY: number;
  readonly items: readonly { readonly type: string; readonly data: string }[];
  readonly files: readonly DroppedFile[];
  readonly dropMetadata?: unknown;
};

/** One run of a plugin: its code in QuickJS, its panel, its events, until it is closed. */
export class PluginRuntime {
  readonly metrics: RuntimeMetrics;
  readonly faults: Faults;
  readonly panel: PanelChannel;

  #context: PluginContext;
  #vm: SandboxVm;
  #events: DocumentEvents;
  #notifications: NotificationEvents;
  #timers: TimerEvents;
  #desk: OperationDesk;
  #onClosed: PluginStart['onClosed'];
  #isOpen = true;
  #stayStart = 0;

  /** Starts a plugin. Throws a SyntaxError on code that Figma refuses; errors of the plugin's own end it. */
  constructor(start: PluginStart) {
    const { plugin, ports, document } = start;
    rejectImportExpressions(plugin.code);
    document.history.commit();
    this.faults = start.faults ?? new Faults();
    this.metrics = new RuntimeMetrics(ports.clock);
    this.panel = new PanelChannel(ports.panel);
    this.#onClosed = start.onClosed;
    this.#context = {
      document,
      manifest: plugin.manifest,
      ports,
      faults: this.faults,
      isReadOnly: start.isReadOnly ?? false,
      loadedPages: new Set([document.currentPageId]),
      loadedFonts: new Set(),
      undecodedImages: new Set(),
      random: seededRandom(start.seed ?? 1),
      isOpen: () => this.#isOpen,
    };
    const invoke = (entry: string, ...args: readonly SandboxArgument[]) => this.#invoke(entry, ...args);
    this.#events = new DocumentEvents(this.#context, (channel, args) => this.#emit(channel, args));
    this.#notifications = notificationOperations(ports.notify, invoke);
    this.#timers = timerOperations(ports.clock, invoke);
    const operations = {
      ...panelOperations(this.panel),
      ...this.#notifications.operations,
      ...this.#timers.operations,
      ...this.#lifeOperations(),
    };
    const asyncOperations = networkOperations({ isDevelopment: start.isDevelopment ?? true });
    const settle: Settle = (callId, isOk, { json, buffers }) =>
      this.#invoke('settle', callId, isOk, json, ...buffers);
    this.#desk = new OperationDesk(this.#context, this.metrics, { operations, asyncOperations }, settle);
    this.#stayStart = ports.clock.now();
    this.#vm = this.#createVm(start);
    this.#run(start);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The panel's document has loaded: messages that waited for it go out. */
  panelLoaded(): void {
    this.panel.markLoaded();
  }

  /** A message from the panel's document, already out of its `{ pluginMessage }` envelope. */
  receivePanelMessage(pluginMessage: unknown, origin: string): void {
    if (!this.#isOpen || !this.panel.isOpen) return;
    let message: WireValue;
    try {
      message = encodeForSandbox(pluginMessage);
    } catch (error) {
      this.#context.ports.console.write('error', `in postMessage: ${errorMessage('', error)}`);
      return;
    }
    this.metrics.messages.push({ direction: 'fromPanel', bytes: byteLengthOf(message) });
    this.#invoke('receive', origin, message.json, ...message.buffers);
  }

  /** Something dropped onto the canvas. Answers whether the editor shall handle it as usual. */
  drop({ nodeId, files, ...event }: CanvasDrop): boolean {
    if (!this.#isOpen) return true;
    const withText = files.map((file) => ({ ...file, text: new TextDecoder().decode(file.bytes) }));
    const node = this.#context.document.get(nodeId);
    const encoded = encodeForSandbox({ ...event, node: new NodeRef(node.id, node.type), files: withText });
    return this.#invoke('drop', encoded.json, ...encoded.buffers) ?? true;
  }

  /** The person closes the plugin: its listeners run once more, then nothing of it does. */
  close(): void {
    if (!this.#isOpen) return;
    this.#emit('close', []);
    this.#close(undefined);
  }

  #run({ plugin, command, parameters }: PluginStart): void {
    try {
      this.#vm.run(plugin.code, 'PLUGIN_SOURCE');
    } catch (error) {
      this.#reportError(error);
      this.#context.ports.notify.show(
        {
          message: 'An error occurred while running this plugin',
          error: true,
          timeoutMs: 3000,
          buttonText: undefined,
        },
        { onAction: () => true, onDequeue: () => undefined },
      );
      this.#close(undefined);
    }
    if (!this.#isOpen) {
      this.#disposeLater();
      return;
    }
    this.#timers.soon(() => this.#emit('run', [{ command: command ?? '', parameters }]));
  }

  #createVm(start: PluginStart): SandboxVm {
    const { manifest, html, uiFiles } = start.plugin;
    const config = {
      members: nodeMembers(),
      html,
      uiFiles,
      command: start.command ?? '',
      pluginId: manifest.id,
      editorType: 'figma',
      mode: 'default',
    } as const;
    const isOverdue = () => {
      this.metrics.countWork();
      const now = start.ports.clock.now();
      const isStopped = now - this.#stayStart > this.faults.maxBlockMs;
      // The engine is asked again while the error is being read: that must go through.
      if (isStopped) this.#stayStart = now;
      return isStopped;
    };
    return new SandboxVm(start.quickjs, config, this.#desk, this.metrics, isOverdue);
  }

  #lifeOperations(): { readonly [operation: string]: Operation } {
    const ignore: Operation = () => undefined;
    return {
      console: (_context, [level, text]) => {
        this.#context.ports.console.write(level as 'log' | 'info' | 'warn' | 'error', String(text));
      },
      closePlugin: (_context, [message]) => this.#close(message === undefined ? undefined : String(message)),
      on: ignore,
      once: ignore,
      off: ignore,
      listenToPage: (context, [pageId, , kind]) =>
        this.#events.watchPage(nodeOf(context, pageId).id, kind === 'off' ? -1 : 1),
    };
  }

  #emit(channel: string, args: readonly unknown[]): void {
    const encoded = encodeForSandbox(args);
    this.#invoke('emit', channel, encoded.json, ...encoded.buffers);
  }

  /** Calls into the sandbox; what plugin code does not catch is reported as Figma's console does. */
  #invoke(entry: string, ...args: readonly SandboxArgument[]): boolean | undefined {
    if (!this.#isOpen) return undefined;
    if (this.#vm.isRunning) {
      // Something that a call of the plugin brought about at once: it hears of that when it has finished.
      this.#timers.soon(() => this.#invoke(entry, ...args));
      return undefined;
    }
    try {
      this.#stayStart = this.#context.ports.clock.now();
      return this.#vm.invoke(entry, ...args);
    } catch (error) {
      this.#reportError(error);
      return undefined;
    } finally {
      if (!this.#isOpen) this.#disposeLater();
    }
  }

  #reportError(error: unknown): void {
    const text = error instanceof SandboxError ? (error.stack ?? error.message) : String(error);
    this.#context.ports.console.write('error', text);
  }

  #close(message: string | undefined): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#events.end();
    this.#timers.clear();
    this.#notifications.forget();
    this.panel.close();
    const { document, ports } = this.#context;
    document.history.commit();
    if (message !== undefined && message !== '') {
      ports.notify.show(
        { message, error: false, timeoutMs: 3000, buttonText: undefined },
        { onAction: () => true, onDequeue: () => undefined },
      );
    }
    this.#disposeLater();
    this.#onClosed?.(message);
  }

  /** The plugin's code may still be on the stack: later lines run before the engine goes. */
  #disposeLater(): void {
    this.#context.ports.clock.setTimeout(() => this.#vm.dispose(), 0);
  }
}
