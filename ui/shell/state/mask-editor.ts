import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { GenerationInputs, MaskPreview, PlacedPicture } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { CanvasRect, PictureRect, Size } from '../../../protocol/geometry.ts';
import type { NodeId, Target } from '../../../protocol/host-contract.ts';
import type { PaintedMask } from '../../../protocol/mask-edits.ts';
import type { Mask } from '../../imaging/image.ts';
import {
  commit,
  emptyVersion,
  hasPlace,
  type MaskHistory,
  type MaskVersion,
  mapBetween,
  mapHistory,
  marksSomething,
  redo,
  saysSomething,
  startHistory,
  undo,
} from './mask-history.ts';

export const editorTools = ['brush', 'eraser', 'lasso', 'rectangle'] as const;
export type EditorTool = (typeof editorTools)[number];

/** How the tools are set; `sizePx` is the brush's diameter in picture pixels. */
export type Tooling = { tool: EditorTool; effect: 'add' | 'subtract'; sizePx: number; hardness: number };

/** A picture as the screen shows it. `size`: its true size. `layers`: what its mask layers select, on a coarser `grid`. */
export type ShownPicture = { bitmap: ImageBitmap; size: Size; grid: Size; layers: Mask };

/**
 * The picture that is painted on, and its pixels as the engine gets them; all points count in its true size. `part`: what
 * of the layer it shows, in the layer's own units from its corner.
 */
export type EditorPicture = ShownPicture & {
  inputs: GenerationInputs & { picture: PlacedPicture };
  part: CanvasRect;
};

/** What the engine says of a mask: of which version, and what it would do. */
export type ToldPreview = { version: MaskVersion; preview: MaskPreview };

/** The masks that people paint in the panel. Signals are read by components; only these functions change them. */
export type MaskEditorState = {
  isOpen: ReadonlySignal<boolean>;
  /** The layer that is painted on; the last one while the editor is closed. */
  target: ReadonlySignal<Target | null>;
  picture: ReadonlySignal<EditorPicture | null>;
  isReading: ReadonlySignal<boolean>;
  /** Why the picture could not be read. */
  error: ReadonlySignal<ErrorCode | null>;
  tooling: ReadonlySignal<Tooling>;
  /** The mask as it is now; null until the picture is there. */
  version: ReadonlySignal<MaskVersion | null>;
  canUndo: ReadonlySignal<boolean>;
  canRedo: ReadonlySignal<boolean>;
  preview: ReadonlySignal<ToldPreview | null>;
  /** Why the engine could not say what it would do. */
  previewFault: ReadonlySignal<ErrorCode | null>;
  /** What was painted on a layer; null where that marks nothing by itself. */
  paintedFor(target: NodeId): PaintedMask | null;
  /** The same, and also a mask that only changes what layers select: what a request carries. */
  maskFor(target: NodeId): PaintedMask | null;
  /** A person's own context box on a layer, in the pixels of its picture. */
  contextBoxFor(target: NodeId): PictureRect | null;
  /** The box on the canvas to read again, so that a mask painted on a part of a layer lies where it was painted. */
  windowFor(target: Pick<Target, 'node' | 'box'>): CanvasRect | undefined;
  /** Takes over a mask and a context box, as those of a result that is made again, in place of what is there. */
  load(target: NodeId, painted: PaintedMask | null, contextBox: PictureRect | null): void;
  /** Gives up a person's own context box on a layer, as a step that can be undone. */
  dropContextBox(target: NodeId): void;
  /** Forgets everything about a layer. */
  forget(target: NodeId): void;
  open(target: Target): void;
  close(): void;
  setReading(): void;
  setPicture(picture: EditorPicture): void;
  setError(code: ErrorCode): void;
  /** Changes the mask that is edited; consecutive changes of one series are undone together. */
  change(next: (version: MaskVersion) => MaskVersion, series?: string): void;
  /** The next change is a step of its own, whatever came before. */
  endSeries(): void;
  undo(): void;
  redo(): void;
  setTooling(change: Partial<Tooling>): void;
  setPreview(told: ToldPreview | null): void;
  setPreviewFault(code: ErrorCode | null): void;
};

/** Of a picture that has not been read: what counts in it is taken as it is once its size is known. */
const anySize: Size = { width: 1, height: 1 };

type Kept = { history: MaskHistory; part: CanvasRect | null; isWindow: boolean };

/** Makes the editor's state: closed, and nothing painted anywhere. */
export function createMaskEditorState(): MaskEditorState {
  const isOpen = signal(false);
  const target = signal<Target | null>(null);
  const picture = signal<EditorPicture | null>(null);
  const isReading = signal(false);
  const error = signal<ErrorCode | null>(null);
  const tooling = signal<Tooling>({ tool: 'brush', effect: 'add', sizePx: 0, hardness: 0.8 });
  const kept = signal<ReadonlyMap<NodeId, Kept>>(new Map());
  const preview = signal<ToldPreview | null>(null);
  const previewFault = signal<ErrorCode | null>(null);

  const current = computed<Kept | null>(() =>
    target.value === null || picture.value === null ? null : (kept.value.get(target.value.node) ?? null),
  );
  const presentOf = (node: NodeId) => kept.value.get(node)?.history.present ?? null;

  function keep(node: NodeId, entry: Kept): void {
    kept.value = new Map([...kept.value, [node, entry]]);
  }

  /** Changes the history of the mask that is edited; nothing while there is none. */
  function turn(next: (history: MaskHistory) => MaskHistory): void {
    const entry = current.value;
    if (entry === null || target.value === null) return;
    const history = next(entry.history);
    if (history !== entry.history) keep(target.value.node, { ...entry, history });
  }

  return {
    isOpen,
    target,
    picture,
    isReading,
    error,
    tooling,
    version: computed(() => current.value?.history.present ?? null),
    canUndo: computed(() => (current.value?.history.past.length ?? 0) > 0),
    canRedo: computed(() => (current.value?.history.future.length ?? 0) > 0),
    preview,
    previewFault,
    paintedFor(node) {
      const painted = presentOf(node)?.painted;
      return painted === undefined || !marksSomething(painted) ? null : painted;
    },
    maskFor(node) {
      const painted = presentOf(node)?.painted;
      return painted === undefined || !saysSomething(painted) ? null : painted;
    },
    contextBoxFor: (node) => presentOf(node)?.contextBox ?? null,
    windowFor({ node, box }) {
      const entry = kept.value.get(node);
      // Where nothing was done to a place, the next run may be about another one.
      if (!entry?.isWindow || entry.part === null || !hasPlace(entry.history.present)) return undefined;
      return { ...entry.part, x: box.x + entry.part.x, y: box.y + entry.part.y };
    },
    load(node, painted, contextBox) {
      const before = kept.value.get(node);
      const empty = emptyVersion(before?.history.present.painted.size ?? anySize);
      const present = { painted: painted ?? empty.painted, contextBox };
      batch(() => {
        keep(node, {
          history: startHistory(present),
          part: before?.part ?? null,
          isWindow: before?.isWindow ?? false,
        });
        // Read anew before anybody paints on it: its pixels may not be the ones that the mask counts in.
        if (target.value?.node === node) picture.value = null;
      });
    },
    dropContextBox(node) {
      const entry = kept.value.get(node);
      const present = entry?.history.present;
      if (entry === undefined || !present?.contextBox) return;
      keep(node, { ...entry, history: commit(entry.history, { ...present, contextBox: null }) });
    },
    forget(node) {
      kept.value = new Map([...kept.value].filter(([other]) => other !== node));
    },
    open(next) {
      batch(() => {
        // While it was closed the layer may have changed: what was seen and told of it then is over.
        if (!isOpen.value || next.node !== target.value?.node) picture.value = null;
        preview.value = null;
        previewFault.value = null;
        target.value = next;
        isOpen.value = true;
      });
    },
    close() {
      batch(() => {
        isOpen.value = false;
        isReading.value = false;
      });
    },
    setReading() {
      batch(() => {
        isReading.value = true;
        error.value = null;
      });
    },
    setPicture(next) {
      const node = target.value?.node;
      if (node === undefined) return;
      const isWindow = next.inputs.picture.isWindow === true;
      const before = kept.value.get(node);
      const { part, size } = next;
      batch(() => {
        if (tooling.value.sizePx === 0) tooling.value = { ...tooling.value, sizePx: usualBrush(size) };
        keep(node, { history: historyOn(next, before, isWindow), part, isWindow });
        picture.value = next;
        isReading.value = false;
        error.value = null;
      });
    },
    setError(code) {
      batch(() => {
        isReading.value = false;
        error.value = code;
      });
    },
    change(next, series) {
      turn((history) => commit(history, next(history.present), series ?? null));
    },
    endSeries() {
      turn((history) => (history.series === null ? history : { ...history, series: null }));
    },
    undo: () => turn(undo),
    redo: () => turn(redo),
    setTooling(change) {
      tooling.value = { ...tooling.value, ...change };
    },
    setPreview(told) {
      batch(() => {
        preview.value = told;
        previewFault.value = null;
      });
    },
    setPreviewFault(code) {
      previewFault.value = code;
    },
  };
}

/** A brush that covers about a tenth of the picture. */
function usualBrush({ width, height }: Size): number {
  return Math.max(4, Math.round(Math.sqrt(width * height) / 10));
}

/** What was painted on a layer before, in the pixels of a new reading of it. */
function historyOn({ size, part }: EditorPicture, before: Kept | undefined, isWindow: boolean): MaskHistory {
  if (before === undefined) return startHistory(emptyVersion(size));
  const { painted } = before.history.present;
  const from = {
    size: isSameSize(painted.size, anySize) ? size : painted.size,
    part: before.part ?? part,
    isWindow: before.isWindow,
  };
  return mapHistory(before.history, mapBetween(from, { size, part, isWindow }), size);
}

function isSameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}
