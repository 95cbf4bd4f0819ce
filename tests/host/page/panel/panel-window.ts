import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import { element } from '../../editor/element.ts';
import type { Viewport } from '../../editor/viewport.ts';
import type { PanelOptions, PanelPort } from '../../plugin-runtime/ports.ts';
import { PanelFrames, type PanelFramesOptions } from './panel-frames.ts';
import type { Theme } from './theme-colors.ts';

export type PanelSetup = Pick<
  PanelFramesOptions,
  | 'pluginName'
  | 'pluginId'
  | 'contentSecurityPolicy'
  | 'themeColors'
  | 'fontFaces'
  | 'onLoaded'
  | 'onMessage'
  | 'onViolation'
> & {
  /** Where the floating window lives: the area of the canvas. */
  area: HTMLElement;
  viewport: Viewport;
  theme(): Theme;
  /** Something was dragged out of the panel; `panel` is where its frames lie in the window. */
  onDrop(drop: unknown, panel: DOMRect): void;
  /** The person pressed the window's close button. */
  onDismiss(): void;
};

const MARGIN_PX = 12;

/** The plugin's floating window over the canvas: a title bar to drag it by, a close button, and the frames. */
export class PanelWindow implements PanelPort {
  #window: HTMLElement | null = null;
  #body: HTMLElement | null = null;
  #frames: PanelFrames | null = null;

  constructor(private readonly setup: PanelSetup) {}

  open(html: string, options: PanelOptions): void {
    this.close();
    const { setup } = this;
    const close = element(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': 'Close plugin' },
      '×',
    );
    close.addEventListener('click', () => setup.onDismiss());
    const bar = element('header', { class: 'plugin-bar' }, element('span', {}, options.title), close);
    const body = element('div', { class: 'plugin-body' });
    const panel = element(
      'section',
      { class: 'plugin-window', 'aria-label': `Plugin: ${options.title}` },
      bar,
      body,
    );
    this.#window = panel;
    this.#body = body;
    setup.area.append(panel);
    this.resize(options.width, options.height);
    if (options.position) this.reposition(options.position.x, options.position.y);
    else this.#placeAt(setup.area.clientWidth - options.width - MARGIN_PX, MARGIN_PX);
    this.setVisible(options.visible);
    dragBy(bar, panel, (left, top) => this.#placeAt(left, top));
    this.#frames = new PanelFrames({
      ...setup,
      onDrop: (drop) => setup.onDrop(drop, body.getBoundingClientRect()),
      container: body,
      html,
      theme: options.themeColors ? setup.theme() : null,
    });
  }

  close(): void {
    this.#frames?.remove();
    this.#window?.remove();
    this.#frames = null;
    this.#window = null;
    this.#body = null;
  }

  get isOpen(): boolean {
    return this.#window !== null;
  }

  setVisible(visible: boolean): void {
    // A hidden panel goes on running: it is moved out of sight and not taken out of the layout.
    this.#window?.classList.toggle('is-hidden', !visible);
  }

  resize(width: number, height: number): void {
    if (!this.#body) return;
    this.#body.style.width = `${width}px`;
    this.#body.style.height = `${height}px`;
    if (this.#window) this.#placeAt(this.#window.offsetLeft, this.#window.offsetTop);
  }

  /** Puts the window's top-left corner at a point of the document, moved into sight where that is outside. */
  reposition(x: number, y: number): void {
    const { left, top } = this.setup.viewport.toScreen({ x, y });
    this.#placeAt(left, top);
  }

  getPosition(): { windowSpace: Vector; canvasSpace: Vector } {
    const panel = this.#window;
    if (!panel) throw new Error('There is no panel');
    const box = panel.getBoundingClientRect();
    return {
      windowSpace: { x: box.left, y: box.top },
      canvasSpace: this.setup.viewport.toCanvas(panel.offsetLeft, panel.offsetTop),
    };
  }

  postMessage(pluginMessage: unknown, targetOrigin: string): void {
    this.#frames?.post(pluginMessage, targetOrigin);
  }

  setTheme(theme: Theme): void {
    this.#frames?.setTheme(theme);
  }

  #placeAt(left: number, top: number): void {
    const panel = this.#window;
    if (!panel) return;
    const { area } = this.setup;
    const most = (room: number, size: number) => Math.max(MARGIN_PX, room - size - MARGIN_PX);
    panel.style.left = `${Math.round(Math.min(Math.max(left, MARGIN_PX), most(area.clientWidth, panel.offsetWidth)))}px`;
    panel.style.top = `${Math.round(Math.min(Math.max(top, MARGIN_PX), most(area.clientHeight, panel.offsetHeight)))}px`;
  }
}

/** Lets a bar drag its window; the frames below are made deaf meanwhile, or they would swallow the pointer. */
function dragBy(bar: HTMLElement, panel: HTMLElement, moveTo: (left: number, top: number) => void): void {
  bar.addEventListener('pointerdown', (down) => {
    if (down.button !== 0 || (down.target instanceof Element && down.target.closest('button'))) return;
    const [dx, dy] = [panel.offsetLeft - down.clientX, panel.offsetTop - down.clientY];
    bar.setPointerCapture(down.pointerId);
    panel.classList.add('is-dragged');
    const move = (event: PointerEvent) => moveTo(event.clientX + dx, event.clientY + dy);
    bar.addEventListener('pointermove', move);
    const end = () => {
      panel.classList.remove('is-dragged');
      bar.removeEventListener('pointermove', move);
    };
    bar.addEventListener('pointerup', end, { once: true });
    bar.addEventListener('pointercancel', end, { once: true });
  });
}
