import type { Operation } from '../context.ts';
import type { DequeueReason, NotifyPort } from '../ports.ts';
import { numberIn, objectOf, text, truth, validate } from '../schema.ts';

const MAX_CHARACTERS = 100;
const DEFAULT_TIMEOUT_MS = 3000;

const optionsSchema = objectOf(
  {},
  { timeout: numberIn(0, Number.POSITIVE_INFINITY), error: truth, buttonText: text },
);

export type NotificationEvents = {
  readonly operations: { readonly [operation: string]: Operation };
  /** Takes down what stays up for ever: the plugin that would take it down is gone. */
  forget(): void;
};

/** `figma.notify`. The button's action runs in the sandbox and says whether the note stays. */
export function notificationOperations(
  port: NotifyPort,
  invoke: (entry: string, ...args: readonly (number | string)[]) => boolean | undefined,
): NotificationEvents {
  const shown = new Map<number, { cancel(): void; isEndless: boolean }>();
  return {
    operations: {
      notify: (_context, [idValue, messageValue, given]) => {
        const id = Number(idValue);
        const message = validate('message', text, messageValue);
        const { timeout, error, buttonText } = validate('options', optionsSchema, given);
        const timeoutMs = timeout ?? DEFAULT_TIMEOUT_MS;
        const note = port.show(
          { message: message.slice(0, MAX_CHARACTERS), error: error ?? false, timeoutMs, buttonText },
          {
            onAction: () => invoke('pressNotification', id) ?? true,
            onDequeue: (reason: DequeueReason) => {
              shown.delete(id);
              invoke('dequeueNotification', id, reason);
            },
          },
        );
        shown.set(id, { cancel: () => note.cancel(), isEndless: timeoutMs === Number.POSITIVE_INFINITY });
      },
      cancelNotification: (_context, [id]) => {
        shown.get(Number(id))?.cancel();
        shown.delete(Number(id));
      },
    },
    forget() {
      for (const note of shown.values()) if (note.isEndless) note.cancel();
      shown.clear();
    },
  };
}
