import type { Rect, Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { NodeId } from '../document/node.ts';

/** One export, planned down to the pixel: the rasteriser only has to draw it. */
export type ExportJob = {
  readonly nodeId: NodeId;
  readonly format: 'PNG' | 'JPG';
  /** The box on the canvas that the picture covers. */
  readonly region: Rect;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels per unit; the sizes above are rounded. */
  readonly scale: number;
  /** True draws the layer's own subtree only; false also what overlaps it on the page. */
  readonly contentsOnly: boolean;
  readonly colorProfile: 'DOCUMENT' | 'SRGB' | 'DISPLAY_P3_V4';
  /** Hashes of images that count as not decoded yet: they are drawn white. */
  readonly undecodedImages: ReadonlySet<string>;
};

/** Draws a layer to an encoded picture: transparent where nothing is drawn (white for JPG). */
export type Exporter = (job: ExportJob) => Promise<Uint8Array>;

/** The clock that timers, latency and the watchdog run by. */
export type Clock = {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(id: number): void;
};

export type PanelOptions = {
  readonly visible: boolean;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly position: Vector | undefined;
  readonly themeColors: boolean;
};

/** The plugin's panel as the runtime sees it. The page builds the frames; a test can answer by itself. */
export type PanelPort = {
  /** Opens a panel with this document, in place of one that is open. */
  open(html: string, options: PanelOptions): void;
  close(): void;
  setVisible(visible: boolean): void;
  resize(width: number, height: number): void;
  reposition(x: number, y: number): void;
  getPosition(): { windowSpace: Vector; canvasSpace: Vector };
  /** Delivers a deep copy to the panel's document; `targetOrigin` is `*` unless the plugin asked for another. */
  postMessage(pluginMessage: unknown, targetOrigin: string): void;
};

export type Notification = {
  readonly message: string;
  readonly error: boolean;
  readonly timeoutMs: number;
  readonly buttonText: string | undefined;
};

export type DequeueReason = 'timeout' | 'dismiss' | 'action_button_click';

/** Shows notes at the foot of the editor. */
export type NotifyPort = {
  show(
    notification: Notification,
    events: {
      /** The person pressed the button: answers whether the note goes away. */
      onAction(): boolean;
      onDequeue(reason: DequeueReason): void;
    },
  ): { cancel(): void };
};

/** What the person looks at. */
export type ViewportPort = {
  getCenter(): Vector;
  setCenter(center: Vector): void;
  getZoom(): number;
  setZoom(zoom: number): void;
  getBounds(): Rect;
  showRect(rect: Rect): void;
};

/** Where `figma.clientStorage` keeps its text, by plugin id: lives as long as the browser's storage does. */
export type StoragePort = {
  read(pluginId: string): string | null;
  write(pluginId: string, text: string): void;
};

export type ConsolePort = {
  write(level: 'log' | 'info' | 'warn' | 'error', text: string): void;
};

export type HostPorts = {
  readonly exporter: Exporter;
  readonly clock: Clock;
  readonly panel: PanelPort;
  readonly notify: NotifyPort;
  readonly viewport: ViewportPort;
  readonly storage: StoragePort;
  readonly console: ConsolePort;
  /** The network, as far as the manifest lets the plugin reach it; absent where there is none. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
};
