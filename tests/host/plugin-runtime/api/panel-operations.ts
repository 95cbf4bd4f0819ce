import type { Operation } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import type { PanelOptions, PanelPort } from '../ports.ts';
import { anyNumber, objectOf, text, truth, validate } from '../schema.ts';

const MIN_WIDTH = 70;
const NO_PANEL = 'No UI to send a message to. Call figma.showUI() first.';

const optionsSchema = objectOf(
  {},
  {
    visible: truth,
    width: anyNumber,
    height: anyNumber,
    title: text,
    position: objectOf({ x: anyNumber, y: anyNumber }),
    themeColors: truth,
  },
);

/** The panel as the plugin sees it: messages wait until its document has loaded, and keep their order. */
export class PanelChannel {
  #port: PanelPort;
  #isOpen = false;
  #isLoaded = false;
  #waiting: { message: unknown; targetOrigin: string }[] = [];

  constructor(port: PanelPort) {
    this.#port = port;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(html: string, options: PanelOptions): void {
    this.#isOpen = true;
    this.#isLoaded = false;
    this.#waiting = [];
    this.#port.open(html, options);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#waiting = [];
    this.#port.close();
  }

  /** The panel's document has loaded: what waited goes out. */
  markLoaded(): void {
    if (!this.#isOpen) return;
    this.#isLoaded = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { message, targetOrigin } of waiting) this.#port.postMessage(message, targetOrigin);
  }

  post(message: unknown, targetOrigin: string): void {
    if (!this.#isOpen) throw new FigmaError(NO_PANEL, { isBare: true });
    if (this.#isLoaded) this.#port.postMessage(message, targetOrigin);
    else this.#waiting.push({ message, targetOrigin });
  }

  require(): PanelPort {
    if (!this.#isOpen) throw new FigmaError('No UI available');
    return this.#port;
  }
}

/** `figma.showUI` and `figma.ui`, but for messages. */
export function panelOperations(panel: PanelChannel): { readonly [operation: string]: Operation } {
  return {
    showUI: (context, [html, given]) => {
      if (html === undefined) throw new FigmaError('Expected "html" to be defined: the manifest has no "ui"');
      const options = validate('options', optionsSchema, given);
      panel.open(validate('html', text, html), {
        visible: options.visible ?? true,
        width: Math.max(MIN_WIDTH, options.width ?? 300),
        height: Math.max(0, options.height ?? 200),
        title: options.title ?? context.manifest.name,
        position: options.position,
        themeColors: options.themeColors ?? false,
      });
    },
    'ui.show': () => panel.require().setVisible(true),
    'ui.hide': () => panel.require().setVisible(false),
    'ui.close': () => panel.close(),
    'ui.resize': (_context, [width, height]) => {
      const [w, h] = [validate('width', anyNumber, width), validate('height', anyNumber, height)];
      panel.require().resize(Math.max(MIN_WIDTH, w), Math.max(0, h));
    },
    'ui.reposition': (_context, [x, y]) =>
      panel.require().reposition(validate('x', anyNumber, x), validate('y', anyNumber, y)),
    'ui.getPosition': () => panel.require().getPosition(),
    'ui.postMessage': (_context, [targetOrigin, message]) =>
      panel.post(message, validate('origin', text, targetOrigin)),
  };
}
