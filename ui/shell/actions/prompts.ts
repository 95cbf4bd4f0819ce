import { effect } from '@preact/signals';
import {
  addPrompt,
  parsePrompts,
  pinPrompt,
  removePrompt,
  stepPrompts,
  writePrompts,
} from '../state/prompts.ts';
import { parseStyles, removeStyle, renameStyle, saveStyle } from '../state/style-presets.ts';
import { createKeptList } from './keep-list.ts';
import type { PanelContext } from './panel-context.ts';
import { readPrompts } from './read-prompt.ts';

/** What a person does with prompts beside typing them. */
export type PromptActions = {
  openHistory(): void;
  closeHistory(): void;
  /** One step through the history, as in a shell: what is to be shown then, or null where it ends. */
  step(by: 1 | -1): Promise<string | null>;
  pin(prompt: string, isPinned: boolean): void;
  remove(prompt: string): void;
  toggleStyles(): void;
  saveStyle(name: string, text: string): void;
  renameStyle(name: string, next: string): void;
  removeStyle(name: string): void;
};

/** Makes the actions; from now on every prompt that is run is kept, and the engine tells how it is read. */
export function createPromptActions(context: PanelContext): PromptActions {
  const { state } = context;
  const { prompts } = state;
  const history = createKeptList(context, {
    key: 'prompts',
    parse: parsePrompts,
    write: writePrompts,
    get: () => prompts.history.value,
    set: prompts.setHistory,
  });
  const styles = createKeptList(context, {
    key: 'styles',
    parse: parseStyles,
    write: JSON.stringify,
    get: () => prompts.styles.value,
    set: prompts.setStyles,
  });
  let lastJob: unknown = null;
  effect(() => {
    const job = state.active.value;
    if (job === null || job.request.task === 'remove' || job.id === lastJob) return;
    lastJob = job.id;
    const { prompt } = job.request;
    if (prompt !== '') void history.change((list) => addPrompt(list, prompt));
  });
  readPrompts(context);

  return {
    openHistory() {
      void history.load();
      prompts.openHistory(true);
    },
    closeHistory: () => prompts.openHistory(false),
    async step(by) {
      await history.load();
      const current = state.settings.value.prompt;
      const walk = stepPrompts(prompts.history.value, prompts.walk.value, current, by);
      if (walk !== null) prompts.setWalk(walk);
      return walk?.shown ?? null;
    },
    pin: (prompt, isPinned) => void history.change((list) => pinPrompt(list, prompt, isPinned)),
    remove: (prompt) => void history.change((list) => removePrompt(list, prompt)),
    toggleStyles() {
      void styles.load();
      prompts.openStyles(!prompts.areStylesOpen.value);
    },
    saveStyle: (name, text) => void styles.change((list) => saveStyle(list, name, text)),
    renameStyle: (name, next) => void styles.change((list) => renameStyle(list, name, next)),
    removeStyle: (name) => void styles.change((list) => removeStyle(list, name)),
  };
}
