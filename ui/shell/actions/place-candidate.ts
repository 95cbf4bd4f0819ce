import { type Candidate, engineVersion } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { NodeId, Recipe } from '../../../protocol/host-contract.ts';
import type { HostClient } from '../clients/host-client.ts';
import { fillsEmptyArea } from '../state/expansion.ts';
import type { DoneJob } from '../state/job.ts';

/** Longer than any export that a change of the document may have to wait for; then the sandbox is taken for dead. */
export const documentPatience = { timeoutMs: 180_000 };

/** Writes one candidate where its job was meant to go when it started: a fill, a layer, a patch or a new frame. */
export function placeCandidate(
  host: HostClient,
  job: DoneJob,
  candidate: Candidate,
): Promise<{ node: NodeId }> {
  const { destination } = job;
  const { png } = candidate;
  const name = layerName(job.request.prompt);
  const recipe = recipeOf(job, candidate);
  switch (destination.kind) {
    case 'new-frame':
      return host.call('placeFrame', { size: destination.size, png, name, recipe }, documentPatience);
    case 'fill-of-target':
      return host.call('placeFill', { target: destination.target.node, png, name, recipe }, documentPatience);
    case 'layer-over-target':
    case 'patch': {
      const spot = spotOf(job, candidate);
      if (spot === null) throw new AppError('internal', 'a patch without a place on the canvas');
      return host.call('placePatch', { ...spot, png, name, recipe }, documentPatience);
    }
  }
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
export function spotOf({ destination, inputs, request }: DoneJob, { box }: Candidate): Spot | null {
  if (destination.kind === 'new-frame' || box === null) return null;
  const { target } = destination;
  const { picture } = inputs;
  // A window says where a part of the target lay, not where the target did.
  const readAt = picture === null || picture.isWindow ? target.box : picture.box;
  const spot = { target: target.node, box, readAt };
  if (destination.kind === 'fill-of-target') return { ...spot, masks: [] };
  const { replaces } = destination;
  const hidden = destination.kind === 'patch' ? destination.masks.map(({ node }) => node) : [];
  return {
    ...spot,
    masks: replaces === null ? hidden : [...hidden, replaces],
    // Only pictures were read: what else the frame holds must stay in view above the new one.
    ...(fillsEmptyArea(request, target) && { above: 'pictures' as const }),
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
function recipeOf({ request, report, destination }: DoneJob, { seed }: Candidate): Recipe {
  const masks = destination.kind === 'patch' ? destination.masks : [];
  return {
    request: { ...(report?.request ?? request), seed, count: 1 },
    engineVersion,
    model: report?.model ?? request.model,
    device: report?.device ?? null,
    masks: masks.map(({ node, role }) => ({ node, role })),
  };
}
