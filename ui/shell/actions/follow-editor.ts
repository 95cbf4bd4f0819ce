import type { Selection } from '../../../protocol/host-contract.ts';
import type { PanelState } from '../state/panel-state.ts';

/**
 * Keeps the open editor on what is selected: another layer closes it, other mask layers or another size have the picture
 * read anew. It makes room for the pictures of a run, and asks the engine once that has come.
 */
export function followEditor(
  { editor, selection, job, engine }: Pick<PanelState, 'editor' | 'selection' | 'job' | 'engine'>,
  actions: { open(): void; close(): void; refresh(): void },
): void {
  let seen = '';
  selection.subscribe((next) => {
    const now = lookOf(next);
    const hasChanged = now !== seen;
    seen = now;
    if (!editor.isOpen.peek() || !hasChanged) return;
    const isSame = next.kind === 'target' && next.target.node === editor.target.peek()?.node;
    if (isSame) actions.open();
    else actions.close();
  });
  job.subscribe((now) => {
    if (now?.phase === 'reading' && editor.isOpen.peek()) actions.close();
  });
  engine.subscribe(({ kind }) => {
    if (kind === 'ready' && editor.isOpen.peek()) actions.refresh();
  });
}

/** What of a selection shows in the picture that is painted on. */
function lookOf(selection: Selection): string {
  if (selection.kind !== 'target') return selection.kind;
  const { target, masks } = selection;
  return JSON.stringify([
    target.node,
    target.size,
    target.density,
    masks.map(({ node, box }) => [node, box]),
  ]);
}
