import type { HostInfo, RecipesChoice } from '../../../protocol/host-contract.ts';
import { loadHistory, saveHistoryHere } from './load-history.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** The choice that a person makes about prompts in their document. */
export type ConsentActions = {
  answer(choice: 'allowed' | 'refused'): void;
  dismiss(): void;
  /** Changes the choice later: what is known goes into the document, or out of it. */
  change(choice: 'allowed' | 'refused'): Promise<void>;
};

const key = 'consent';
const mostDocuments = 300;

export function createConsentActions(context: PanelContext): ConsentActions {
  const { state, host } = context;
  return {
    answer(choice) {
      state.consent.choose(choice);
      // The document's own word is written with what is placed; a refusal is this machine's.
      void rememberRefusal(context, choice === 'refused');
    },
    dismiss: state.consent.endQuestion,
    async change(choice) {
      const former = state.recipes.value;
      state.consent.choose(choice);
      try {
        await loadHistory(context);
        if (choice === 'refused') await saveHistoryHere(context);
        await host.call('writeHistory', {
          document: await documentOf(context),
          recipes: choice,
          entries: choice === 'allowed' ? [...state.history.entries.value] : [],
        });
        await rememberRefusal(context, choice === 'refused');
      } catch (thrown) {
        state.consent.choose(former);
        reportError(context, thrown);
      }
    },
  };
}

/** Takes over what the document and this machine say when the panel starts. */
export async function learnConsent({ state, host }: PanelContext, info: HostInfo): Promise<void> {
  if (info.document !== null) state.consent.nameDocument(info.document);
  if (!info.canStore) return state.consent.choose('refused');
  // Who keeps their own prompts out does so whatever others have allowed.
  const refused = info.document === null ? [] : await readRefused(host);
  // What cannot be read is no yes: the person is asked once more.
  if (refused === null) return;
  if (info.document !== null && refused.includes(info.document)) return state.consent.choose('refused');
  if (info.recipes === 'allowed') state.consent.choose('allowed');
}

/** What counts for a picture that is placed now; a person who was never asked is asked, and answers before it goes on. */
export async function askConsent({ state }: PanelContext): Promise<RecipesChoice> {
  const { consent } = state;
  if (consent.recipes.value !== 'unasked' || consent.isDriven.value) return consent.recipes.value;
  consent.ask();
  await new Promise<void>((resolve) => {
    const stop = consent.isAsking.subscribe((isAsking) => {
      if (isAsking) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
  return consent.recipes.value;
}

/** The document's own id; a new one where it has none yet. It says nothing of the document. */
export async function documentOf({ state, host }: PanelContext): Promise<string> {
  const known = state.consent.document.value;
  if (known !== null) return known;
  // Somebody else may have given it one since this panel was opened.
  const told = await host.call('hello').then(
    ({ document }) => document,
    () => null,
  );
  const id = state.consent.document.value ?? told ?? randomLetters(20);
  state.consent.nameDocument(id);
  return id;
}

export function randomLetters(count: number): string {
  return [...crypto.getRandomValues(new Uint8Array(count))]
    .map((byte) => String.fromCharCode(97 + (byte % 26)))
    .join('');
}

/** The documents that a person has refused for; null where that cannot be read. */
async function readRefused(host: PanelContext['host']): Promise<string[] | null> {
  try {
    const { value } = await host.call('loadKept', { key });
    const read: unknown = JSON.parse(value ?? '[]');
    return Array.isArray(read) ? read.filter((one) => typeof one === 'string') : [];
  } catch {
    // Then the person is asked once more.
    return null;
  }
}

async function rememberRefusal(context: PanelContext, isRefused: boolean): Promise<void> {
  const document = await documentOf(context);
  const known = await readRefused(context.host);
  // What could not be read must not be written over.
  if (known === null) return;
  const others = known.filter((one) => one !== document);
  const value = JSON.stringify((isRefused ? [...others, document] : others).slice(-mostDocuments));
  await context.host.call('saveKept', { key, value }).catch(() => undefined);
}
