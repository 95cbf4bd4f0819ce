import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Shelf, ShelfProgress } from '../../../protocol/shelf.ts';
import type { AddressFault } from './server-address.ts';
import { findNews, type ShelfNews } from './shelf-items.ts';

/** What a person is asked before something happens to a model. */
export type ShelfQuestion = { kind: 'license' | 'removal' | 'discard'; id: string };

/** What has become of a server that a person wants to add. */
export type ServerAnswer =
  | { kind: 'asking' }
  | { kind: 'added'; url: string; models: number }
  | { kind: 'faulty'; fault: AddressFault }
  | { kind: 'refused'; code: ErrorCode; subject: string | null };

/** What is told once, to eyes and ears. */
export type ShelfMessage =
  | ShelfNews
  | { kind: 'intact' | 'broken'; name: string }
  | { kind: 'memory-freed'; name: null };

/** A .zip file that is copied into the store. */
export type Copying = { name: string; progress: ShelfProgress | null };

/** The shelf of models as the panel shows it. Signals are read by components; only these functions change them. */
export type ShelfState = {
  /** As the engine last told it; null until it has. */
  shelf: ReadonlySignal<Shelf | null>;
  isOpen: ReadonlySignal<boolean>;
  question: ReadonlySignal<ShelfQuestion | null>;
  /** Models that something was asked for which the engine has not answered yet. */
  awaited: ReadonlySignal<ReadonlySet<string>>;
  /** How many files of a model the last check has found broken. */
  checked: ReadonlySignal<{ id: string; broken: number } | null>;
  server: ReadonlySignal<ServerAnswer | null>;
  copying: ReadonlySignal<Copying | null>;
  /** True while a .zip file is dragged over the panel. */
  isZipOver: ReadonlySignal<boolean>;
  message: ReadonlySignal<ShelfMessage | null>;
  replace(shelf: Shelf): void;
  setOpen(isOpen: boolean): void;
  ask(question: ShelfQuestion | null): void;
  await(id: string): void;
  answered(id: string): void;
  setChecked(checked: { id: string; broken: number } | null): void;
  setServer(answer: ServerAnswer | null): void;
  setCopying(copying: Copying | null): void;
  setZipOver(isOver: boolean): void;
  tell(message: ShelfMessage): void;
};

/** Makes the shelf's state, empty until the engine tells what is on it. */
export function createShelfState(): ShelfState {
  const shelf = signal<Shelf | null>(null);
  const isOpen = signal(false);
  const question = signal<ShelfQuestion | null>(null);
  const awaited = signal<ReadonlySet<string>>(new Set());
  const checked = signal<{ id: string; broken: number } | null>(null);
  const server = signal<ServerAnswer | null>(null);
  const copying = signal<Copying | null>(null);
  const isZipOver = signal(false);
  const message = signal<ShelfMessage | null>(null);

  const stateOf = (known: Shelf | null, id: string) => known?.items.find((item) => item.id === id)?.state;

  return {
    shelf,
    isOpen,
    question,
    awaited,
    checked,
    server,
    copying,
    isZipOver,
    message,
    replace(next) {
      const before = shelf.value;
      const hasMoved = (id: string) => stateOf(before, id) !== stateOf(next, id);
      batch(() => {
        message.value = findNews(before, next) ?? message.value;
        shelf.value = next;
        if ([...awaited.value].some(hasMoved))
          awaited.value = new Set([...awaited.value].filter((id) => !hasMoved(id)));
        // A question about what is no longer so must not be answered.
        if (question.value !== null && hasMoved(question.value.id)) question.value = null;
      });
    },
    setOpen(open) {
      batch(() => {
        isOpen.value = open;
        question.value = null;
        checked.value = null;
        server.value = null;
      });
    },
    ask(next) {
      question.value = next;
    },
    await(id) {
      awaited.value = new Set([...awaited.value, id]);
    },
    answered(id) {
      awaited.value = new Set([...awaited.value].filter((other) => other !== id));
    },
    setChecked(next) {
      checked.value = next;
    },
    setServer(answer) {
      server.value = answer;
    },
    setCopying(next) {
      copying.value = next;
    },
    setZipOver(isOver) {
      isZipOver.value = isOver;
    },
    tell(next) {
      message.value = next;
    },
  };
}
