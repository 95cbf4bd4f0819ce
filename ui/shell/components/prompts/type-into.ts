import type { TextEdit } from '../../state/prompt-edit.ts';

/**
 * Edits a field as if it were typed, so that the browser's own undo takes it back and the field tells of it as of any
 * input. Whatever had the focus has it afterwards.
 */
export function typeInto(field: HTMLTextAreaElement, { from, to, insert, selection }: TextEdit): void {
  const before = document.activeElement;
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  // Nothing that is newer keeps the undo of a field; browsers keep this one for that.
  const isTyped = document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
  if (!isTyped) {
    field.setRangeText(insert, from, to, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  field.setSelectionRange(...selection);
  if (before instanceof HTMLElement && before !== document.body && before !== field)
    before.focus({ preventScroll: true });
}

/** The edit that makes a field hold another text, with the caret at its end. */
export function replaceAll(field: HTMLTextAreaElement, text: string): TextEdit {
  return { from: 0, to: field.value.length, insert: text, selection: [text.length, text.length] };
}
