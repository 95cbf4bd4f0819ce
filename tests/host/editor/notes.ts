import type { DequeueReason, Notification, NotifyPort } from '../plugin-runtime/ports.ts';
import { element } from './element.ts';

/** Short messages at the foot of the canvas, one at a time as in Figma: a new one takes the place of the old. */
export class Notes implements NotifyPort {
  readonly root = element('div', { class: 'notes', role: 'status', 'aria-live': 'polite' });
  #end: ((reason: DequeueReason) => void) | null = null;

  show(
    { message, error, timeoutMs, buttonText }: Notification,
    events: { onAction(): boolean; onDequeue(reason: DequeueReason): void },
  ): { cancel(): void } {
    this.#end?.('dismiss');
    const note = element('div', { class: error ? 'note is-error' : 'note' }, element('span', {}, message));
    let timer = 0;
    const end = (reason: DequeueReason) => {
      if (this.#end !== end) return;
      this.#end = null;
      window.clearTimeout(timer);
      note.remove();
      events.onDequeue(reason);
    };
    this.#end = end;
    if (buttonText !== undefined) {
      const button = element('button', { type: 'button' }, buttonText);
      button.addEventListener('click', () => {
        if (events.onAction()) end('action_button_click');
      });
      note.append(button);
    }
    const close = element('button', { type: 'button', class: 'note-close', 'aria-label': 'Dismiss' }, '×');
    close.addEventListener('click', () => end('dismiss'));
    note.append(close);
    if (Number.isFinite(timeoutMs)) timer = window.setTimeout(() => end('timeout'), timeoutMs);
    this.root.replaceChildren(note);
    return { cancel: () => end('dismiss') };
  }
}
