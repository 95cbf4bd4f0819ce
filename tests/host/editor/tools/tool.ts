import type { Vector } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../../document/document.ts';
import type { NodeId } from '../../document/node.ts';
import type { Rasteriser } from '../../render/canvas-kit.ts';
import type { Overlay } from '../overlay.ts';
import type { Viewport } from '../viewport.ts';

export type ToolName = 'select' | 'hand' | 'frame' | 'rectangle' | 'ellipse' | 'line' | 'pencil' | 'text';

/** One pointer event, on the canvas and on the screen. */
export type PointerAt = {
  canvas: Vector;
  left: number;
  top: number;
  shift: boolean;
  alt: boolean;
  /** Ctrl, or Cmd on a Mac. */
  command: boolean;
};

/** What a tool works with. */
export type ToolContext = {
  document: Document;
  raster: Rasteriser;
  viewport: Viewport;
  overlay: Overlay;
  /** Back to the arrow, as after drawing one shape. */
  finish(): void;
  editText(id: NodeId, isNew: boolean): void;
};

/** One of the editor's tools: what the pointer does on the canvas. */
export type Tool = {
  cursor: string;
  down(at: PointerAt): void;
  move?(at: PointerAt, isDown: boolean): void;
  up?(at: PointerAt): void;
  doubleClick?(at: PointerAt): void;
};
