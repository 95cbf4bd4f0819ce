import { findUncarried } from './carried-value.ts';
import { type ShimTheme, shimUrl } from './inner-shim.ts';
import { splitHtml } from './panel-html.ts';
import { type Theme, type ThemeColors, themeClassOf } from './theme-colors.ts';

export type PanelFramesOptions = {
  container: HTMLElement;
  pluginName: string;
  /** `undefined` for a plugin without an id: then no navigated page can name it. */
  pluginId: string | undefined;
  html: string;
  /** The policy that the manifest's networkAccess stands for. */
  contentSecurityPolicy: string;
  /** Null where the plugin did not ask for theme colors. */
  theme: Theme | null;
  themeColors: ThemeColors;
  fontFaces: string;
  /** The plugin's document has loaded, or the page that it went to. */
  onLoaded(): void;
  onMessage(pluginMessage: unknown, origin: string): void;
  onDrop(drop: unknown): void;
  onViolation(sentence: string): void;
};

type Deliver = (message: unknown, targetOrigin: string, transfer: Transferable[]) => void;
type NetworkWindow = Window & { deliver: Deliver };

/** A message's source is the window whose script posts it: the plugin must see its parent there, so the parent posts. */
const delivery =
  '<script>window.deliver = (message, origin, transfer) => frames[0].postMessage(message, origin, transfer)</script>';

/** What nested pages may be lent further down; a frame can only pass on what it was given itself. */
const LENT = 'camera *; microphone *; clipboard-write *; display-capture *; local-network-access *';

/**
 * The three nested frames of a panel as in Figma: the modal's frame, "Network Plugin Iframe" with the policy, and
 * "Inner Plugin Iframe" with the plugin's document, written into a `data:` page and thus without an origin.
 */
export class PanelFrames {
  #outer: HTMLIFrameElement;
  #deliverTo: Deliver | null = null;
  #port: MessagePort | null = null;
  #queue: { message: unknown; targetOrigin: string }[] | null = [];
  #theme: Theme | null;

  constructor(private readonly options: PanelFramesOptions) {
    this.#theme = options.theme;
    this.#outer = makeFrame(document, {
      id: 'plugin-iframe-in-modal',
      title: `Plugin: ${options.pluginName}`,
    });
    this.#outer.srcdoc = page('');
    this.#outer.addEventListener('load', () => this.#fillOuter(), { once: true });
    options.container.append(this.#outer);
  }

  /** Posts a copy to the plugin's document, after its loading where that is not over. */
  post(message: unknown, targetOrigin: string): void {
    if (this.#queue) this.#queue.push({ message: structuredClone(message), targetOrigin });
    else this.#deliver(message, targetOrigin);
  }

  setTheme(theme: Theme): void {
    if (this.#theme === null) return;
    this.#theme = theme;
    const change: ShimTheme = { themeClass: themeClassOf(theme), css: this.options.themeColors[theme] };
    this.#port?.postMessage(change);
  }

  /** Ends the plugin's document with everything that it has framed. */
  remove(): void {
    this.#port?.close();
    this.#deliverTo = null;
    this.#outer.remove();
  }

  #fillOuter(): void {
    const outer = this.#outer.contentDocument;
    if (!outer) return;
    const network = makeFrame(outer, { name: 'Network Plugin Iframe' });
    network.srcdoc = page(
      `<meta http-equiv="Content-Security-Policy" content="${attribute(this.options.contentSecurityPolicy)}">${delivery}`,
    );
    network.addEventListener('load', () => this.#fillNetwork(network), { once: true });
    outer.body.append(network);
  }

  #fillNetwork(network: HTMLIFrameElement): void {
    const document = network.contentDocument;
    const window = network.contentWindow as NetworkWindow | null;
    if (!document || !window) return;
    const inner = makeFrame(document, { id: 'plugin-iframe', name: 'Inner Plugin Iframe' });
    this.#deliverTo = (...message) => window.deliver(...message);
    window.addEventListener('message', (event) => {
      if (event.source !== null && event.source === inner.contentWindow) this.#receive(event);
    });
    inner.addEventListener('load', () => {
      if (this.#port) this.#flush();
      else this.#start();
    });
    inner.src = shimUrl;
    document.body.append(inner);
  }

  #start(): void {
    const { html, themeColors, fontFaces } = this.options;
    const { port1, port2 } = new MessageChannel();
    const theme = this.#theme;
    const styles = [{ id: 'figma-fonts', css: fontFaces }];
    if (theme !== null) styles.push({ id: 'figma-style', css: themeColors[theme] });
    port1.onmessage = () => this.#flush();
    this.#port = port1;
    const themeClass = theme === null ? '' : themeClassOf(theme);
    this.#deliverTo?.({ ...splitHtml(html, styles), themeClass }, '*', [port2]);
  }

  #flush(): void {
    const waiting = this.#queue;
    if (waiting === null) return;
    this.#queue = null;
    for (const { message, targetOrigin } of waiting) this.#deliver(message, targetOrigin);
    this.options.onLoaded();
  }

  #deliver(pluginMessage: unknown, targetOrigin: string): void {
    // A document without an origin can only be reached by the asterisk.
    const target = targetOrigin === 'null' ? '*' : targetOrigin;
    this.#deliverTo?.({ pluginMessage, pluginId: this.options.pluginId }, target, []);
  }

  /** A message counts only in its envelope; a page that the panel went to must also name the plugin. */
  #receive(event: MessageEvent): void {
    const data: unknown = event.data;
    if (typeof data !== 'object' || data === null) return;
    const { pluginId, onDrop, onMessage, onViolation } = this.options;
    if ('pluginDrop' in data) onDrop(data.pluginDrop);
    if (!('pluginMessage' in data)) return;
    const named = 'pluginId' in data ? data.pluginId : undefined;
    const isNamed = named === '*' || (named !== undefined && named === pluginId);
    if (named === undefined ? event.origin !== 'null' : !isNamed) return;
    const uncarried = findUncarried(data.pluginMessage);
    if (uncarried === null) onMessage(data.pluginMessage, event.origin);
    else onViolation(`in postMessage: ${uncarried}, which messages do not carry`);
  }
}

function makeFrame(
  owner: Document,
  names: { id?: string; name?: string; title?: string },
): HTMLIFrameElement {
  const frame = owner.createElement('iframe');
  if (names.id) frame.id = names.id;
  if (names.name) frame.name = names.name;
  if (names.title) frame.title = names.title;
  frame.allow = LENT;
  frame.style.cssText = 'display: block; width: 100%; height: 100%; border: 0';
  return frame;
}

const page = (head: string): string =>
  `<!doctype html><html style="height: 100%"><head><meta charset="utf-8">${head}</head><body style="margin: 0; height: 100%; overflow: hidden"></body></html>`;

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
