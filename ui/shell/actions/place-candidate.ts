import { type Candidate, engineVersion } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { NodeId, Recipe } from '../../../protocol/host-contract.ts';
import { fillsEmptyArea } from '../state/expansion.ts';
import { type DoneJob, madeOf } from '../state/job.ts';
import { creditPlaced } from './credit-placed.ts';
import { prepareKeeping, rememberResult } from './keep-result.ts';
import { labelCandidate } from './label-candidate.ts';
import type { PanelContext } from './panel-context.ts';

/** Longer than any export that a change of the document may have to wait for; then the sandbox is taken for dead. */
export const documentPatience = { timeoutMs: 180_000 };

/**
 * Writes one candidate where its job was meant to go when it started: a fill, a layer, a patch or a new frame; and keeps how
 * it was made as far as the person wants it kept, whom this asks where nobody has asked them yet.
 */
export async function placeCandidate(
  context: PanelContext,
  job: DoneJob,
  candidate: Candidate,
): Promise<{ node: NodeId }> {
  const { host } = context;
  const { destination } = job;
  const prepared = await prepareKeeping(context, job, candidate, recipeOf(job, candidate));
  const { recipe, keep } = prepared;
  const png = labelCandidate(context.state, job, candidate, recipe);
  const what = {
    png,
    recipe,
    keep,
    name: prepared.neutralName ?? layerName(madeOf(job, job.candidates.indexOf(candidate)).request.prompt),
  };
  const place = () => {
    switch (destination.kind) {
      case 'new-frame':
        return host.call('placeFrame', { size: destination.size, ...what }, documentPatience);
      case 'fill-of-target':
        return host.call('placeFill', { target: destination.target.node, ...what }, documentPatience);
      case 'layer-over-target':
      case 'patch': {
        const spot = spotOf(job, candidate);
        if (spot === null) throw new AppError('internal', 'a patch without a place on the canvas');
        return host.call('placePatch', { ...spot, ...what }, documentPatience);
      }
    }
  };
  const placed = await place();
  await rememberResult(context, prepared.entry, placed);
  await creditPlaced(context, placed.node);
  return { node: placed.node };
}

/** Where a picture lies on the canvas, and what is hidden for it. */
export type Spot = {
  target: NodeId;
  masks: NodeId[];
  box: CanvasRect;
  readAt: CanvasRect;
  above?: 'pictures';
};

/** Where a candidate lies on the canvas, and over what; null for one that has no place there yet. */
export function spotOf({ destination, inputs, request, source }: DoneJob, { box }: Candidate): Spot | null {
  if (destination.kind === 'new-frame' || box === null) return null;
  const { target } = destination;
  const { picture } = inputs;
  // A window says where a part of the target lay, not where the target did.
  const readAt = source?.readAt ?? (picture === null || picture.isWindow ? target.box : picture.box);
  const spot = { target: target.node, box, readAt };
  if (destination.kind === 'fill-of-target') return { ...spot, masks: [] };
  const { replaces } = destination;
  const hidden = destination.kind === 'patch' ? destination.masks.map(({ node }) => node) : [];
  return {
    ...spot,
    masks: replaces === null ? hidden : [...hidden, replaces],
    // Only pictures were read: what else the frame holds must stay in view above the new one.
    ...((source?.above ?? fillsEmptyArea(request, target)) && { above: 'pictures' as const }),
  };
}

const nameLength = 48;

/** What the layer list shows: the beginning of the prompt, cut at a word. */
export function layerName(prompt: string): string {
  const line = prompt.replace(/\s+/g, ' ').trim();
  if (line === '') return 'Underpaint';
  if (line.length <= nameLength) return line;
  const cut = line.slice(0, nameLength);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 0 ? cut.lastIndexOf(' ') : nameLength)}…`;
}

/** All that is needed to make this one picture again, and what made it; the defaults of the model are spelled out. */
export function recipeOf(job: DoneJob, candidate: Candidate): Recipe {
  const { destination } = job;
  const { seed } = candidate;
  const { request, model, modelHash, device } = madeOf(job, job.candidates.indexOf(candidate));
  const masks = destination.kind === 'patch' ? destination.masks : [];
  return {
    request: { ...request, seed, count: 1 },
    engineVersion,
    model,
    modelHash,
    device,
    masks: masks.map(({ node, role }) => ({ node, role })),
  };
}
