import type { FlagReason } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Context, DeviceChoice, Edge, SchedulerName } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import { readWarning } from '../../../protocol/warnings.ts';
import type { AboutText } from './about-text.ts';
import { de } from './de.ts';
import type { EditorText } from './editor-text.ts';
import { en } from './en.ts';
import type { KeptText } from './kept-text.ts';
import type { Language } from './language.ts';
import type { LookText } from './look-text.ts';
import type { PromptText } from './prompt-text.ts';
import type { ProvenanceText } from './provenance-text.ts';
import type { QueueText } from './queue-text.ts';
import type { ShelfText } from './shelf-text.ts';
import type { TaskText } from './task-text.ts';

/** What an engine may warn of; a code that is newer than the panel gets the sentence of `other`. */
export type WarningCode =
  | 'prompt-truncated'
  | 'negative-ignored'
  | 'few-step-mask'
  | 'small-mask'
  | 'software-webgpu'
  | 'safety-unchecked'
  | 'window-only'
  | 'strength-quantized'
  | 'retried-precise'
  | 'candidate-shifted'
  | 'coarse-region'
  | 'other';

/** Every word of the panel. A language that lacks one does not compile. */
export type Text = QueueText &
  TaskText & {
    languageName: string;
    panelLabel: string;
    prompt: PromptText;
    placement: { label: string; fill: string; layer: string };
    size: {
      label: string;
      custom: string;
      width: string;
      height: string;
      presets: Record<SizePreset, string>;
    };
    seed: { label: string; dice: string; lock: string; unlock: string; use(seed: number): string };
    count: { label: string };
    advanced: {
      label: string;
      steps: string;
      guidance: string;
      scheduler: string;
      schedulers: Record<SchedulerName, string>;
      modelDefault: string;
      context: string;
      contexts: Record<Context, string>;
      ownContext: string;
      edge: string;
      edges: Record<Edge, string>;
      membrane: string;
      strength: string;
      usualStrength: string;
      device: string;
      devices: Record<DeviceChoice, string>;
      safety: string;
      safetyChoices: Record<'off' | 'on', string>;
      model: string;
      language: string;
      languageAuto: string;
    };
    models: { add: string; adding: string; drop: string; hint: string; temporary: string };
    shelf: ShelfText;
    editor: EditorText;
    provenance: ProvenanceText;
    kept: KeptText;
    look: LookText;
    about: AboutText;
    progress: {
      reading: string;
      starting: string;
      loading(loadedBytes: number, totalBytes: number): string;
      encoding: string;
      painting(number: number, count: number): string;
      finishing(number: number, count: number): string;
      step(step: number, steps: number): string;
      label: string;
      finished(count: number): string;
      cancelled: string;
      placed: string;
    };
    results: {
      label: string;
      candidate(number: number, count: number): string;
      forming(number: number, count: number): string;
      apply: string;
      applied: string;
      discard: string;
      /** Why a picture is hidden, and the button that shows it. */
      flags: Record<FlagReason, string>;
      reveal: string;
      /** What is seen, and the button that changes it. */
      before: string;
      after: string;
      showBefore: string;
      showAfter: string;
    };
    run: { cancel: string; shortcut: string };
    notice: { dismiss: string; reconnect: string; rerun: string };
    engine: {
      idle: string;
      connecting: string;
      unreachable: string;
      webgpu(adapter: string): string;
      wasm(threads: number): string;
    };
    resize: string;
    errors: Record<ErrorCode, string>;
    /** Where the subject is a number, it is a word of the sentence; else it follows in brackets. */
    warnings: Record<Exclude<WarningCode, 'other'>, string | ((subject: string) => string)> & {
      other: string;
    };
  };

export const sizePresets = {
  square: { width: 512, height: 512 },
  landscape: { width: 768, height: 512 },
  portrait: { width: 512, height: 768 },
  wide: { width: 1280, height: 720 },
  story: { width: 1080, height: 1920 },
} as const satisfies Record<string, Size>;
export type SizePreset = keyof typeof sizePresets;

const texts: Record<Language, Text> = { en, de };

export function textFor(language: Language): Text {
  return texts[language];
}

/** The sentence of an error, with what it is about in brackets behind it. */
export function errorSentence(text: Text, code: ErrorCode, subject: string | null): string {
  return subject === null ? text.errors[code] : `${text.errors[code]} (${subject})`;
}

/** As much of a warning's subject as a panel has room for. */
const longestSubject = 90;

/** The sentence of an engine's warning, what it is about in brackets behind it; also of one that is new to this panel. */
export function warningSentence(text: Text, warning: string): string {
  const { code, subject } = readWarning(warning);
  const known = Object.entries(text.warnings).find(([name]) => name === code);
  if (known === undefined) return text.warnings.other;
  const [, sentence] = known;
  if (typeof sentence === 'function') return subject === '' ? text.warnings.other : sentence(subject);
  return subject === '' ? sentence : `${sentence} (${shorten(subject)})`;
}

/** Whole words as far as there is room. */
function shorten(subject: string): string {
  const letters = [...subject];
  if (letters.length <= longestSubject) return subject;
  return `${letters
    .slice(0, longestSubject)
    .join('')
    .replace(/\s+\S*$/, '')} …`;
}
