import { type ReadonlySignal, signal } from '@preact/signals';
import type { ReadPrompts } from './prompt-reading.ts';
import type { KeptPrompt, PromptWalk } from './prompts.ts';
import type { OwnStyle } from './style-presets.ts';

/** What the panel knows of prompts: how the model reads them, which were run, and a person's own styles. */
export type PromptState = {
  /** Null while nothing is typed, and where no model could be asked. */
  reading: ReadonlySignal<ReadPrompts | null>;
  /** The last one first. */
  history: ReadonlySignal<KeptPrompt[]>;
  styles: ReadonlySignal<OwnStyle[]>;
  isHistoryOpen: ReadonlySignal<boolean>;
  areStylesOpen: ReadonlySignal<boolean>;
  walk: ReadonlySignal<PromptWalk | null>;
  setReading(reading: ReadPrompts | null): void;
  setHistory(history: KeptPrompt[]): void;
  setStyles(styles: OwnStyle[]): void;
  openHistory(isOpen: boolean): void;
  openStyles(areOpen: boolean): void;
  setWalk(walk: PromptWalk): void;
};

export function createPromptState(): PromptState {
  const reading = signal<ReadPrompts | null>(null);
  const history = signal<KeptPrompt[]>([]);
  const styles = signal<OwnStyle[]>([]);
  const isHistoryOpen = signal(false);
  const areStylesOpen = signal(false);
  const walk = signal<PromptWalk | null>(null);
  return {
    reading,
    history,
    styles,
    isHistoryOpen,
    areStylesOpen,
    walk,
    setReading(next) {
      reading.value = next;
    },
    setHistory(next) {
      history.value = next;
    },
    setStyles(next) {
      styles.value = next;
    },
    openHistory(isOpen) {
      isHistoryOpen.value = isOpen;
    },
    openStyles(areOpen) {
      areStylesOpen.value = areOpen;
    },
    setWalk(next) {
      walk.value = next;
    },
  };
}
