import { type Candidate, engineVersion } from '../../../protocol/engine-contract.ts';
import type { HistoryEntry } from '../../../protocol/history-entry.ts';
import type { Keeping, Placed, Recipe } from '../../../protocol/host-contract.ts';
import type { DoneJob } from '../state/job.ts';
import { textFor } from '../text/text.ts';
import { askConsent, documentOf, randomLetters } from './consent.ts';
import { loadHistory, saveHistoryHere } from './load-history.ts';
import { makeThumbnail } from './make-thumbnail.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';

/** What goes into the document with a picture, and the entry that this machine keeps of it. */
export type Prepared = {
  recipe: Recipe | null;
  keep: Keeping;
  entry: HistoryEntry;
  /** The layer's name where prompts stay out of the document. */
  neutralName: string | null;
};

/** So many of the latest results are written again, should an undo have taken them out of the document. */
const rewritten = 5;

/** Settles what is kept of a picture that is about to be placed. Asks the person where nobody has asked them yet. */
export async function prepareKeeping(
  context: PanelContext,
  job: DoneJob,
  { png }: Candidate,
  recipe: Recipe,
): Promise<Prepared> {
  const { state } = context;
  const recipes = await askConsent(context);
  const document = await documentOf(context);
  const [thumbnail] = await Promise.all([makeThumbnail(png), loadHistory(context)]);
  const time = Date.now();
  // The time first, so that ids sort by age.
  const id = `${time.toString(36)}-${randomLetters(8)}`;
  const entry: HistoryEntry = { id, time, recipe, thumbnail, node: '', page: '' };
  const isAllowed = recipes === 'allowed';
  const { entries, placed } = state.history;
  const latest = placed.value.slice(-rewritten);
  const { buttons } = textFor(state.language.value).kept;
  const isPatch = job.destination.kind === 'patch';
  return {
    recipe: isAllowed ? recipe : null,
    entry,
    neutralName: isAllowed ? null : neutralName(job, entries.value.length + 1),
    keep: {
      document,
      recipes,
      result: id,
      facts: factsOf(job, recipe),
      buttons: {
        again: buttons.again,
        vary: buttons.vary,
        ...(isPatch &&
          job.request.task !== 'vary' &&
          job.request.task !== 'expand' && {
            'edit-mask': buttons.editMask,
          }),
      },
      entries: isAllowed ? [...entries.value.filter((one) => latest.includes(one.id)), entry] : [],
    },
  };
}

/** Lists what was placed, and keeps it on this machine. Only where nothing else knows it a lack of room is told. */
export async function rememberResult(
  context: PanelContext,
  entry: HistoryEntry,
  placed: Placed,
): Promise<void> {
  context.state.history.put({ ...entry, ...placed });
  try {
    await saveHistoryHere(context);
  } catch (thrown) {
    if (context.state.recipes.value !== 'allowed') reportError(context, thrown);
  }
}

/** The same in every language: people of several share a document. */
function neutralName({ destination }: DoneJob, number: number): string {
  return `Underpaint ${destination.kind === 'patch' ? 'fill' : 'picture'} ${number}`;
}

/** What a layer tells anybody of its origin, in the words of IPTC where they have one; nothing of the prompt. */
function factsOf({ request }: DoneJob, { model }: Recipe): Recipe {
  return {
    sourceType:
      request.task === 'generate' ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia',
    tool: 'Underpaint',
    engineVersion,
    model: model ?? null,
  };
}
