import type { NodeId } from './node.ts';
import type { NodeSnapshot } from './node-table.ts';

/** A state that undo can return to. Images are not part of it: they are kept for the session, byte for byte. */
export type DocumentState = {
  readonly nodes: NodeSnapshot;
  readonly selection: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly currentPageId: NodeId;
};

export type HistoryTarget = {
  takeState(): DocumentState;
  restoreState(state: DocumentState): void;
  differsFrom(state: DocumentState): boolean;
};

/**
 * Steps of undo and redo. Changes become a step when `commit` is called: the editor does so after each action of
 * the person, a plugin with `figma.commitUndo()`. What a plugin changed without committing lies open; undo takes
 * all of it back at once, and an action of the person closes it as a step of its own first.
 */
export class History {
  #target: HistoryTarget;
  #committed: DocumentState;
  #undo: DocumentState[] = [];
  #redo: DocumentState[] = [];

  constructor(target: HistoryTarget) {
    this.#target = target;
    this.#committed = target.takeState();
  }

  get undoDepth(): number {
    return this.#undo.length + (this.hasOpenChanges ? 1 : 0);
  }

  get redoDepth(): number {
    return this.#redo.length;
  }

  get hasOpenChanges(): boolean {
    return this.#target.differsFrom(this.#committed);
  }

  /** Closes the changes made since the last step; does nothing where there are none. */
  commit(): void {
    if (!this.hasOpenChanges) return;
    this.#undo.push(this.#committed);
    this.#redo = [];
    this.#committed = this.#target.takeState();
  }

  /** Takes back the open changes, else the last step. Answers whether anything was taken back. */
  undo(): boolean {
    if (this.hasOpenChanges) {
      this.#redo = [this.#target.takeState()];
    } else {
      const previous = this.#undo.pop();
      if (!previous) return false;
      this.#redo.push(this.#committed);
      this.#committed = previous;
    }
    this.#target.restoreState(this.#committed);
    return true;
  }

  /** Makes the last step taken back again. Open changes end what could be made again, as every new action does. */
  redo(): boolean {
    if (this.hasOpenChanges) {
      this.commit();
      return false;
    }
    const next = this.#redo.pop();
    if (!next) return false;
    this.#undo.push(this.#committed);
    this.#committed = next;
    this.#target.restoreState(next);
    return true;
  }

  /** Makes the present the beginning, as after opening a document. */
  reset(): void {
    this.#undo = [];
    this.#redo = [];
    this.#committed = this.#target.takeState();
  }
}
