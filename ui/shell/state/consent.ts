import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { RecipesChoice } from '../../../protocol/host-contract.ts';

/** Whether prompts and seeds may stand in this document. */
export type ConsentState = {
  recipes: ReadonlySignal<RecipesChoice>;
  /** The document's own random id, as soon as it has one. */
  document: ReadonlySignal<string | null>;
  /** True while the person is asked. */
  isAsking: ReadonlySignal<boolean>;
  /** True while a driver applies pictures: nobody is there to be asked. */
  isDriven: ReadonlySignal<boolean>;
  choose(recipes: RecipesChoice): void;
  nameDocument(document: string): void;
  ask(): void;
  /** Ends the question; without an answer it is asked again next time. */
  endQuestion(): void;
  drive(isDriven: boolean): void;
};

export function createConsentState(): ConsentState {
  const recipes = signal<RecipesChoice>('unasked');
  const document = signal<string | null>(null);
  const isAsking = signal(false);
  const isDriven = signal(false);
  return {
    recipes,
    document,
    isAsking,
    isDriven,
    choose(next) {
      batch(() => {
        recipes.value = next;
        isAsking.value = false;
      });
    },
    nameDocument(id) {
      document.value = id;
    },
    ask() {
      isAsking.value = true;
    },
    endQuestion() {
      isAsking.value = false;
    },
    drive(next) {
      isDriven.value = next;
    },
  };
}
