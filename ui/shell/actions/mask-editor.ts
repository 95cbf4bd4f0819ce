import type { CanvasRect, PictureRect } from '../../../protocol/geometry.ts';
import type { MaskEdit } from '../../../protocol/mask-edits.ts';
import { roomFor, startBox } from '../state/context-box.ts';
import type { Tooling } from '../state/mask-editor.ts';
import { type MaskVersion, withEdit, withoutEdits } from '../state/mask-history.ts';
import { createPreviewAsker } from './ask-preview.ts';
import { followEditor } from './follow-editor.ts';
import type { PanelContext } from './panel-context.ts';
import { readEditorPicture, type ShowPicture } from './read-editor-picture.ts';
import type { SettingsActions } from './remember-settings.ts';
import { codeOf } from './report-error.ts';
import { showPicture } from './show-picture.ts';

/** What the model is to see: by itself, all of the picture, hardly more than the region, or a box of the person's own. */
export const contextChoices = ['auto', 'whole', 'mask', 'own'] as const;
export type ContextChoice = (typeof contextChoices)[number];

/** Everything that a person can do in the mask editor. None of these rejects: what fails is shown in it. */
export type MaskEditorActions = {
  /** Opens the editor on the selected layer and reads its picture; nothing where there is none. */
  open(): void;
  /** Closes the editor; the mask stays. */
  close(): void;
  /** Reads the picture once more. */
  reread(): void;
  /** Reads another part of a layer that is too large to be read whole, so many times its size further. */
  moveWindow(right: number, down: number): void;
  add(edit: MaskEdit): void;
  clear(): void;
  /** Forgets what was painted on the selected layer. */
  forget(): void;
  grow(growPx: number): void;
  fillHoles(fillHolesPx: number): void;
  chooseContext(choice: ContextChoice): void;
  /** `series`: steps of one movement, which are undone together. */
  setContextBox(box: PictureRect, series?: string): void;
  endSeries(): void;
  undo(): void;
  redo(): void;
  setTooling(change: Partial<Tooling>): void;
};

/** Makes the editor's actions; after every change the engine is asked what it would do. */
export function createMaskEditorActions(
  context: PanelContext,
  settings: SettingsActions,
  show: ShowPicture = showPicture,
): MaskEditorActions {
  const { state } = context;
  const { editor } = state;
  const preview = createPreviewAsker(context);
  let reading: AbortController | null = null;

  async function read(around?: CanvasRect): Promise<void> {
    reading?.abort();
    const target = editor.target.value;
    if (target === null) return;
    const controller = new AbortController();
    reading = controller;
    const { signal } = controller;
    preview.stop();
    editor.setReading();
    // The sandbox takes the preview of a picture away before it reads.
    const job = state.results.value;
    if (job?.phase === 'done') state.advanceJob(job.id, { kind: 'shown', isShown: false });
    try {
      const part = around ?? editor.windowFor(target);
      const picture = await readEditorPicture(context, target, part, show, signal);
      if (signal.aborted || picture === null) return;
      editor.setPicture(picture);
      preview.ask();
    } catch (thrown) {
      if (!signal.aborted) editor.setError(codeOf(thrown));
    }
  }

  function open(): void {
    const selection = state.selection.value;
    if (selection.kind !== 'target' || !selection.target.hasPicture) return;
    editor.open(selection.target);
    void read();
  }

  function close(): void {
    reading?.abort();
    preview.stop();
    editor.close();
  }

  function change(next: (version: MaskVersion) => MaskVersion, series?: string): void {
    editor.change(next, series);
    preview.ask();
  }

  function changePainted(part: Partial<MaskVersion['painted']>, series: string): void {
    change((version) => ({ ...version, painted: { ...version.painted, ...part } }), series);
  }

  function takeOwnBox(): void {
    const picture = editor.picture.value;
    if (picture === null) return;
    const told = editor.preview.value?.preview ?? null;
    const box = startBox(told?.context ?? null, roomFor(picture.size, told?.area ?? null));
    change((version) => ({ ...version, contextBox: version.contextBox ?? box }));
  }

  followEditor(state, { open, close, refresh: preview.ask });

  return {
    open,
    close,
    reread: () => void read(),
    moveWindow(right, down) {
      const box = editor.picture.value?.inputs.picture.box;
      if (box === undefined) return;
      void read({ ...box, x: box.x + right * box.width, y: box.y + down * box.height });
    },
    add: (edit) => change((version) => withEdit(version, edit)),
    clear() {
      const hasLayers = (editor.picture.value?.inputs.masks.length ?? 0) > 0;
      change((version) => withoutEdits(version, hasLayers));
    },
    forget() {
      const selection = state.selection.value;
      if (selection.kind === 'target') editor.forget(selection.target.node);
    },
    grow: (growPx) => changePainted({ growPx }, 'grow'),
    fillHoles: (fillHolesPx) => changePainted({ fillHolesPx }, 'holes'),
    chooseContext(choice) {
      if (choice === 'own') return takeOwnBox();
      settings.change({ context: choice });
      if (editor.version.value?.contextBox === null) preview.ask();
      else change((version) => ({ ...version, contextBox: null }));
    },
    setContextBox: (contextBox, series) => change((version) => ({ ...version, contextBox }), series),
    endSeries: editor.endSeries,
    undo() {
      editor.undo();
      preview.ask();
    },
    redo() {
      editor.redo();
      preview.ask();
    },
    setTooling: editor.setTooling,
  };
}
