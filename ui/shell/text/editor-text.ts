/** The words of the mask editor. A language that lacks one does not compile. */
export type EditorText = {
  /** The button that opens it, with and without a mask, and the one that throws the mask away. */
  open: string;
  edit: string;
  forget: string;
  title: string;
  done: string;
  undo: string;
  redo: string;
  undoKeys: string;
  redoKeys: string;
  toolbar: string;
  tools: Record<'brush' | 'eraser' | 'lasso' | 'rectangle', string>;
  /** What is done with each tool, in a line below the picture. */
  hints: Record<'brush' | 'eraser' | 'lasso' | 'rectangle', string>;
  invert: string;
  clear: string;
  zoomIn: string;
  zoomOut: string;
  fit: string;
  /** The picture, as those hear of it who cannot see it. */
  stage: string;
  reading: string;
  reread: string;
  effect: string;
  effects: Record<'add' | 'subtract', string>;
  size: string;
  hardness: string;
  grow: string;
  fillHoles: string;
  holeSize: string;
  context: string;
  contexts: Record<'auto' | 'whole' | 'mask' | 'own', string>;
  /** On the box around what the model sees, and what its keys do. */
  contextBox: string;
  contextKeys: string;
  window: { hint: string; left: string; up: string; down: string; right: string };
  legend: {
    label: string;
    selection: string;
    levels(levels: number): string;
    hole: string;
    feather(featherPx: number | null): string;
    context: string;
    /** Sizes in pixels, as in “512 × 512”: of the part, and at which the model gets it. */
    contextSizes(seen: string, model: string): string;
  };
  /** Why only the strokes are shown. */
  withoutEngine: string;
  /** Where all that was drawn takes away, and nothing is there to take it from. */
  nothingPainted: string;
  news: {
    position(x: number, y: number): string;
    corner(x: number, y: number): string;
    /** A corner as in “12, 8”, and a size as in “512 × 512”. */
    box(corner: string, size: string): string;
    added: string;
    subtracted: string;
    dropped: string;
    undone: string;
    redone: string;
    inverted: string;
    cleared: string;
    zoom(percent: number): string;
  };
};
