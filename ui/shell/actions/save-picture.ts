import type { Candidate } from '../../../protocol/engine-contract.ts';
import { type DoneJob, isVeiled, madeOf } from '../state/job.ts';
import { labelCandidate, modelNameOf } from './label-candidate.ts';
import { offerFile } from './offer-file.ts';
import type { PanelContext } from './panel-context.ts';
import { recipeOf } from './place-candidate.ts';
import { reportError } from './report-error.ts';

/** Keeping a candidate outside of the document. A veiled one is not given out. */
export type SaveActions = {
  /** Offers the picture as a PNG that tells how it was made; of a repainted region the patch, transparent around it. */
  picture(index: number): void;
  /** Offers what makes this picture again, as JSON. */
  recipe(index: number): void;
};

export function createSaveActions(context: PanelContext): SaveActions {
  const { state } = context;
  const offer = context.offerFile ?? offerFile;

  function save(index: number, kind: 'png' | 'json', write: (job: DoneJob, chosen: Candidate) => Uint8Array) {
    const job = state.results.value;
    if (job?.phase !== 'done' || isVeiled(job, index)) return;
    const chosen = job.candidates[index];
    if (chosen === undefined) return;
    try {
      const type = kind === 'png' ? 'image/png' : 'application/json';
      offer({ name: `${nameOf(context, job, chosen)}.${kind}`, type, bytes: write(job, chosen) });
    } catch (thrown) {
      reportError(context, thrown);
    }
  }

  return {
    picture: (index) =>
      save(index, 'png', (job, candidate) => labelCandidate(state, job, candidate, recipeOf(job, candidate))),
    recipe: (index) =>
      save(index, 'json', (job, candidate) =>
        new TextEncoder().encode(`${JSON.stringify(recipeOf(job, candidate), null, 2)}\n`),
      ),
  };
}

const longestPart = 40;

/** A part of a file's name as every system takes it. */
const namePart = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, longestPart)
    .replace(/^-|-$/g, '');

/** Day, model and seed; names of files are seen by many, so the prompt only where it may be told in the document, too. */
function nameOf({ state }: PanelContext, job: DoneJob, candidate: Candidate): string {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  const { request } = madeOf(job, job.candidates.indexOf(candidate));
  const prompt = state.recipes.value === 'allowed' ? namePart(request.prompt) : '';
  return [day.join('-'), namePart(modelNameOf(state, job, candidate)), candidate.seed, prompt]
    .filter((part) => part !== '')
    .join('_');
}
