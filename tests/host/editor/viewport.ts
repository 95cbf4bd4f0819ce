import type { Rect, Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { ViewportPort } from '../plugin-runtime/ports.ts';

const LEAST_ZOOM = 0.02;
const MOST_ZOOM = 64;

/** Which part of the page the person looks at: its center on the canvas and the screen pixels per unit. */
export class Viewport implements ViewportPort {
  #center: Vector = { x: 0, y: 0 };
  #zoom = 1;
  #size = { width: 1, height: 1 };
  #listeners = new Set<() => void>();

  /** Calls back after every change. */
  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Tells the size of the canvas area in screen pixels. */
  setSize(width: number, height: number): void {
    this.#size = { width: Math.max(1, width), height: Math.max(1, height) };
    this.#tell();
  }

  getCenter(): Vector {
    return { ...this.#center };
  }

  setCenter(center: Vector): void {
    this.#center = { x: center.x, y: center.y };
    this.#tell();
  }

  getZoom(): number {
    return this.#zoom;
  }

  setZoom(zoom: number): void {
    this.#zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
    this.#tell();
  }

  getBounds(): Rect {
    const [width, height] = [this.#size.width / this.#zoom, this.#size.height / this.#zoom];
    return { x: this.#center.x - width / 2, y: this.#center.y - height / 2, width, height };
  }

  /** Shows a box of the canvas whole, never larger than life; `insetRight` screen pixels at the right stay free. */
  showRect(rect: Rect, insetRight = 0): void {
    const margin = 48;
    const room = (size: number) => Math.max(40, size - 2 * margin);
    const zoom = Math.min(
      1,
      room(this.#size.width - insetRight) / Math.max(1, rect.width),
      room(this.#size.height) / Math.max(1, rect.height),
    );
    const middle = rect.x + rect.width / 2 + insetRight / 2 / zoom;
    this.#center = { x: middle, y: rect.y + rect.height / 2 };
    this.setZoom(zoom);
  }

  /** From screen pixels of the canvas area to the canvas. */
  toCanvas(left: number, top: number): Vector {
    return {
      x: this.#center.x + (left - this.#size.width / 2) / this.#zoom,
      y: this.#center.y + (top - this.#size.height / 2) / this.#zoom,
    };
  }

  /** From the canvas to screen pixels of the canvas area. */
  toScreen(point: Vector): { left: number; top: number } {
    return {
      left: (point.x - this.#center.x) * this.#zoom + this.#size.width / 2,
      top: (point.y - this.#center.y) * this.#zoom + this.#size.height / 2,
    };
  }

  panBy(screenX: number, screenY: number): void {
    this.setCenter({ x: this.#center.x - screenX / this.#zoom, y: this.#center.y - screenY / this.#zoom });
  }

  /** Zooms and keeps the canvas point below the pointer where it is. */
  zoomAt(left: number, top: number, factor: number): void {
    const kept = this.toCanvas(left, top);
    this.#zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.#zoom * factor));
    const now = this.toCanvas(left, top);
    this.setCenter({ x: this.#center.x + kept.x - now.x, y: this.#center.y + kept.y - now.y });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
