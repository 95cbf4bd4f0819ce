/** A size in whole pixels or in document units; the holder's name says which. */
export type Size = { width: number; height: number };

/** An axis-aligned rectangle in the document's canvas space (Figma's absolute coordinates, y down). */
export type CanvasRect = { x: number; y: number; width: number; height: number };

/** An axis-aligned rectangle in the pixels of the exported picture; whole numbers. */
export type PictureRect = { x: number; y: number; width: number; height: number };
