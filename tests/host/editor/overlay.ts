import type { Rect, Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import { absoluteTransform } from '../document/geometry.ts';
import { applyTo } from '../document/matrix.ts';
import type { NodeId, NodeRecord } from '../document/node.ts';
import type { Viewport } from './viewport.ts';

export type HandleName = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w';

const HANDLES: Record<HandleName, [number, number]> = {
  nw: [0, 0],
  n: [0.5, 0],
  ne: [1, 0],
  e: [1, 0.5],
  se: [1, 1],
  s: [0.5, 1],
  sw: [0, 1],
  w: [0, 0.5],
};
const REACH_PX = 6;
const LABEL_PX = 11;

/** What is drawn over the page and is no part of it: outlines, handles, names of frames, the marquee. */
export class Overlay {
  readonly canvas: HTMLCanvasElement;
  hovered: NodeId | null = null;
  marquee: Rect | null = null;
  /** A line that a tool draws while the pointer is down, in canvas units. */
  trace: readonly Vector[] = [];
  #pen: CanvasRenderingContext2D | null;
  #labels: { id: NodeId; left: number; top: number; width: number }[] = [];

  constructor(
    private readonly document: Document,
    private readonly viewport: Viewport,
  ) {
    this.canvas = window.document.createElement('canvas');
    this.canvas.className = 'overlay';
    this.#pen = this.canvas.getContext('2d');
  }

  setSize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  draw(): void {
    const pen = this.#pen;
    if (!pen) return;
    const ratio = window.devicePixelRatio;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.scale(ratio, ratio);
    const accent = getComputedStyle(this.canvas).getPropertyValue('--accent').trim() || '#0d99ff';
    const { document } = this;
    const selected = document.selection().flatMap((id) => document.find(id) ?? []);
    this.#drawLabels(pen, accent, new Set(selected.map((node) => node.id)));
    if (this.hovered && document.find(this.hovered))
      this.#outline(pen, document.get(this.hovered), accent, 2);
    for (const node of selected) this.#outline(pen, node, accent, 1);
    const only = selected.length === 1 ? selected[0] : undefined;
    if (only && !only.locked) this.#drawHandles(pen, only, accent);
    if (this.marquee) this.#drawMarquee(pen, this.marquee, accent);
    if (this.trace.length > 1) {
      pen.strokeStyle = accent;
      pen.lineWidth = 2;
      pen.beginPath();
      for (const point of this.trace) {
        const { left, top } = this.viewport.toScreen(point);
        pen.lineTo(left, top);
      }
      pen.stroke();
    }
  }

  /** The resize handle of the selected layer under a point of the screen. */
  handleAt(left: number, top: number): { id: NodeId; handle: HandleName } | null {
    const [id, ...more] = this.document.selection();
    const node = id === undefined || more.length > 0 ? undefined : this.document.find(id);
    if (!node || node.locked || node.type === 'TEXT') return null;
    const corners = this.#handlePoints(node);
    const isNear = ([x, y]: readonly [number, number]) => Math.hypot(x - left, y - top) <= REACH_PX;
    for (const handle of ['nw', 'ne', 'se', 'sw', 'n', 'e', 's', 'w'] as const) {
      if (isNear(corners[handle])) return { id: node.id, handle };
    }
    return null;
  }

  /** The frame whose name stands at a point of the screen. */
  labelAt(left: number, top: number): NodeId | null {
    const label = this.#labels.find(
      (one) =>
        left >= one.left &&
        left <= one.left + one.width &&
        top <= one.top + 2 &&
        top >= one.top - LABEL_PX - 4,
    );
    return label?.id ?? null;
  }

  #corners(node: NodeRecord): [number, number][] {
    const transform = absoluteTransform(this.document, node.id);
    const { width, height } = node;
    return [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ].map(([x = 0, y = 0]) => {
      const { left, top } = this.viewport.toScreen(applyTo(transform, { x, y }));
      return [left, top];
    });
  }

  #handlePoints(node: NodeRecord): Record<HandleName, [number, number]> {
    const transform = absoluteTransform(this.document, node.id);
    const place = ([fx, fy]: [number, number]): [number, number] => {
      const at = applyTo(transform, { x: fx * node.width, y: fy * node.height });
      const { left, top } = this.viewport.toScreen(at);
      return [left, top];
    };
    return {
      nw: place(HANDLES.nw),
      n: place(HANDLES.n),
      ne: place(HANDLES.ne),
      e: place(HANDLES.e),
      se: place(HANDLES.se),
      s: place(HANDLES.s),
      sw: place(HANDLES.sw),
      w: place(HANDLES.w),
    };
  }

  #outline(pen: CanvasRenderingContext2D, node: NodeRecord, color: string, weight: number): void {
    pen.strokeStyle = color;
    pen.lineWidth = weight;
    pen.beginPath();
    if (node.type === 'ELLIPSE') {
      const transform = absoluteTransform(this.document, node.id);
      const center = this.viewport.toScreen(applyTo(transform, { x: node.width / 2, y: node.height / 2 }));
      const zoom = this.viewport.getZoom();
      const turn = Math.atan2(transform[1][0], transform[0][0]);
      pen.ellipse(
        center.left,
        center.top,
        (node.width * zoom) / 2,
        (node.height * zoom) / 2,
        turn,
        0,
        2 * Math.PI,
      );
    } else {
      for (const [x, y] of this.#corners(node)) pen.lineTo(x, y);
      pen.closePath();
    }
    pen.stroke();
  }

  #drawHandles(pen: CanvasRenderingContext2D, node: NodeRecord, color: string): void {
    const points = this.#handlePoints(node);
    if (node.type === 'ELLIPSE') {
      pen.strokeStyle = color;
      pen.lineWidth = 1;
      pen.beginPath();
      for (const [x, y] of this.#corners(node)) pen.lineTo(x, y);
      pen.closePath();
      pen.stroke();
    }
    for (const name of ['nw', 'ne', 'se', 'sw'] as const) {
      const [x, y] = points[name];
      pen.fillStyle = '#ffffff';
      pen.strokeStyle = color;
      pen.lineWidth = 1;
      pen.fillRect(x - 4, y - 4, 8, 8);
      pen.strokeRect(x - 3.5, y - 3.5, 7, 7);
    }
    this.#drawSize(pen, node, color);
  }

  /** The size of the selected layer in a small tag below it. */
  #drawSize(pen: CanvasRenderingContext2D, node: NodeRecord, color: string): void {
    const corners = this.#corners(node);
    const bottom = Math.max(...corners.map(([, y]) => y));
    const middle = corners.reduce((sum, [x]) => sum + x, 0) / corners.length;
    const text = `${round(node.width)} × ${round(node.height)}`;
    pen.font = '500 11px Inter, sans-serif';
    const width = pen.measureText(text).width + 10;
    pen.fillStyle = color;
    pen.beginPath();
    pen.roundRect(middle - width / 2, bottom + 8, width, 17, 3);
    pen.fill();
    pen.fillStyle = '#ffffff';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(text, middle, bottom + 17);
  }

  #drawLabels(pen: CanvasRenderingContext2D, accent: string, selected: ReadonlySet<NodeId>): void {
    const style = getComputedStyle(this.canvas);
    pen.font = `400 ${LABEL_PX}px Inter, sans-serif`;
    pen.textAlign = 'left';
    pen.textBaseline = 'alphabetic';
    this.#labels = [];
    for (const node of this.document.childrenOf(this.document.currentPageId)) {
      const isNamed = ['FRAME', 'SECTION', 'COMPONENT', 'INSTANCE'].includes(node.type);
      if (!isNamed || !node.visible) continue;
      const [corner] = this.#corners(node);
      if (!corner) continue;
      const room = node.width * this.viewport.getZoom();
      const text = shortened(pen, node.name, Math.max(24, room));
      const [left, top] = [corner[0], corner[1] - 6];
      pen.fillStyle = selected.has(node.id) ? accent : style.getPropertyValue('--label').trim() || '#757575';
      pen.fillText(text, left, top);
      this.#labels.push({ id: node.id, left, top, width: pen.measureText(text).width });
    }
  }

  #drawMarquee(pen: CanvasRenderingContext2D, rect: Rect, color: string): void {
    const from = this.viewport.toScreen(rect);
    const [width, height] = [rect.width * this.viewport.getZoom(), rect.height * this.viewport.getZoom()];
    pen.strokeStyle = color;
    pen.lineWidth = 1;
    pen.globalAlpha = 0.1;
    pen.fillStyle = color;
    pen.fillRect(from.left, from.top, width, height);
    pen.globalAlpha = 1;
    pen.strokeRect(from.left + 0.5, from.top + 0.5, width, height);
  }
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

function shortened(pen: CanvasRenderingContext2D, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  let kept = text;
  while (kept.length > 1 && pen.measureText(`${kept}…`).width > room) kept = kept.slice(0, -1);
  return `${kept}…`;
}
