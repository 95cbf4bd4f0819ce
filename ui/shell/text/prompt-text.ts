import type { Task } from '../../../protocol/generation.ts';

/** Why a field says nothing to a model: guidance of 1, made to paint without, told guidance in another way. */
export type Unused = 'guidance-one' | 'distilled' | 'no-negative';

export type BuiltInStyle =
  | 'flatIcon'
  | 'watercolor'
  | 'lineDrawing'
  | 'photo'
  | 'clay'
  | 'isometric'
  | 'paperCut'
  | 'pixelArt';

/** The words around a prompt: how it is read, earlier ones, styles, and what a model makes no use of. */
export type PromptText = {
  label: string;
  placeholders: Record<Exclude<Task, 'remove'>, string>;
  negativeLabel: string;
  negativePlaceholder: string;
  /** How much of it is read, in the model's pieces of words; `cut` names the first words that are not. */
  read(tokens: number, room: number): string;
  readUpTo(tokens: number, room: number, cut: string): string;
  /** For those who cannot see that the end is grey. */
  cutOff(cut: string): string;
  /** The shortcut that weighs a word, as a hint. */
  weigh: string;
  unusedNegative: Record<Unused, string>;
  unusedGuidance: string;
  history: {
    open: string;
    title: string;
    search: string;
    empty: string;
    nothingFound: string;
    pin(prompt: string): string;
    remove(prompt: string): string;
    close: string;
  };
  styles: {
    open: string;
    label: string;
    builtIn: Record<BuiltInStyle, string>;
    own: string;
    rename(name: string): string;
    remove(name: string): string;
    name: string;
    newName(name: string): string;
    save: string;
    saveHint: string;
    done: string;
  };
};
