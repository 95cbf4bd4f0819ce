import { type Candidate, engineVersion } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { NodeId, Recipe } from '../../../protocol/host-contract.ts';
import type { HostClient } from '../clients/host-client.ts';
import type { DoneJob } from '../state/job.ts';

/** Writes one candidate where its job was meant to go when it started: a fill, a layer, a patch or a new frame. */
export function placeCandidate(
  host: HostClient,
  job: DoneJob,
  candidate: Candidate,
): Promise<{ node: NodeId }> {
  const { destination } = job;
  const { png, box } = candidate;
  const name = layerName(job.request.prompt);
  const recipe = recipeOf(job, candidate);
  switch (destination.kind) {
    case 'new-frame':
      return host.call('placeFrame', { size: destination.size, png, name, recipe });
    case 'fill-of-target':
      return host.call('placeFill', { target: destination.target.node, png, name, recipe });
    case 'layer-over-target':
    case 'patch': {
      if (box === null) throw new AppError('internal', 'a patch without a place on the canvas');
      const masks = destination.kind === 'patch' ? destination.masks.map((mask) => mask.node) : [];
      return host.call('placePatch', { target: destination.target.node, masks, png, box, name, recipe });
    }
  }
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

/** All that is needed to make this very picture again, and what made it. */
function recipeOf({ request, report }: DoneJob, { seed }: Candidate): Recipe {
  return {
    request,
    seed,
    engineVersion,
    model: report?.model ?? request.model,
    device: report?.device ?? null,
  };
}
