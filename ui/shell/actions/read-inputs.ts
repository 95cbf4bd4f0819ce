import type { SignalLike } from '../../../protocol/cancellation.ts';
import type { GenerationInputs } from '../../../protocol/engine-contract.ts';
import type { HostClient } from '../clients/host-client.ts';
import type { Destination } from '../state/plan.ts';

/** Reads the pixels that a job starts from: none for a generation, the target without its masks and each mask for a fill. */
export async function readInputs(
  host: HostClient,
  destination: Destination,
  signal: SignalLike,
): Promise<GenerationInputs> {
  if (destination.kind !== 'patch') return { picture: null, masks: [] };
  const { target, masks } = destination;
  const scale = target.density;
  const picture = await host.call(
    'exportTarget',
    { target: target.node, masks: masks.map((mask) => mask.node), scale },
    { signal },
  );
  const maskPictures: GenerationInputs['masks'] = [];
  // One after the other: the sandbox exports on the editor's own thread, and every picture is held twice in transit.
  for (const mask of masks) {
    maskPictures.push(await host.call('exportMask', { mask: mask.node, scale }, { signal }));
  }
  return { picture, masks: maskPictures };
}
