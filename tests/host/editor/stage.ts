import type { Surface } from 'canvaskit-wasm';
import { multiply, translation } from '../document/matrix.ts';
import type { NodeRecord } from '../document/node.ts';
import { drawChildren } from '../render/draw-node.ts';
import { scaling } from '../render/matrix-values.ts';
import type { RenderContext } from '../render/render-context.ts';
import type { Viewport } from './viewport.ts';

/** Draws the page into a canvas element, at most once per frame of the screen. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  #surface: Surface | null = null;
  #isDue = false;
  /** Pictures drawn so far and the time that the last one took. */
  readonly drawn = { count: 0, lastMs: 0 };

  constructor(
    private readonly context: RenderContext,
    private readonly viewport: Viewport,
    private readonly page: () => NodeRecord,
    private readonly afterDraw: () => void,
  ) {
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'stage';
  }

  setSize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.#surface?.dispose();
    this.#surface = this.context.raster.kit.MakeSWCanvasSurface(this.canvas);
    this.viewport.setSize(width, height);
  }

  /** Asks for a picture of the present state. */
  request(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #draw(): void {
    const surface = this.#surface;
    if (!surface) return;
    const started = performance.now();
    const page = this.page();
    const canvas = surface.getCanvas();
    canvas.clear(this.#background(page));
    const bounds = this.viewport.getBounds();
    const scale = this.viewport.getZoom() * window.devicePixelRatio;
    // Whole device pixels under the page's origin, so that pictures at 100 % are copied and not blurred.
    const [left, top] = [Math.round(-bounds.x * scale), Math.round(-bounds.y * scale)];
    drawChildren(this.context, canvas, page, multiply(translation(left, top), scaling(scale, scale)));
    surface.flush();
    this.drawn.count += 1;
    this.drawn.lastMs = performance.now() - started;
    this.afterDraw();
  }

  /** A page of the default color follows the theme, as a new file in Figma does. */
  #background(page: NodeRecord): Float32Array {
    const { kit } = this.context.raster;
    const paint = page.fills.find((fill) => fill.visible !== false);
    if (paint?.type !== 'SOLID') return kit.Color4f(0.96, 0.96, 0.96, 1);
    const { r, g, b } = paint.color;
    const isDefault = [r, g, b].every((part) => Math.round(part * 100) === 96);
    if (isDefault && document.documentElement.classList.contains('figma-dark')) return kit.Color(30, 30, 30);
    return kit.Color4f(r, g, b, 1);
  }
}
