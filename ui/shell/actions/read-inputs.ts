import type { SignalLike } from '../../../protocol/cancellation.ts';
import type { GenerationInputs, PlacedMask } from '../../../protocol/engine-contract.ts';
import { type GenerationRequest, limits, type Task } from '../../../protocol/generation.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { MaskLayer, Target } from '../../../protocol/host-contract.ts';
import type { HostClient } from '../clients/host-client.ts';
import { fillsEmptyArea } from '../state/expansion.ts';
import { contextOf, hiddenWhileReading, isRegional } from '../state/mask-roles.ts';
import type { Destination } from '../state/plan.ts';

/** What is read for, and the box that a window of a very large layer must lie around, where it matters. */
export type Reading = Pick<GenerationRequest, 'task' | 'paddingPx'> & { around?: CanvasRect | undefined };

/**
 * Reads the pixels that a job starts from: none for a generation, else the target without its masks and without the result
 * that is replaced, and each layer that selects or keeps a region. Rejects with AppError as the sandbox does.
 */
export async function readInputs(
  host: HostClient,
  destination: Destination,
  { task, paddingPx, around }: Reading,
  signal: SignalLike,
): Promise<GenerationInputs> {
  if (destination.kind !== 'patch') return { picture: null, masks: [] };
  const { target, masks, replaces } = destination;
  const scale = chooseScale(target, task);
  const hidden = hiddenWhileReading(task, masks).map(({ node }) => node);
  const seen = masks.map(({ node }) => node).filter((node) => !hidden.includes(node));
  const picture = await host.call(
    'exportTarget',
    {
      target: target.node,
      masks: replaces === null ? hidden : [...hidden, replaces],
      scale,
      ...(fillsEmptyArea({ task, paddingPx }, target) && { shows: 'pictures' as const }),
      ...(seen.length > 0 && { also: seen }),
      ...(around !== undefined && { around }),
    },
    { signal },
  );
  const placed: PlacedMask[] = [];
  // One after the other: the sandbox exports on the editor's own thread, and every picture is held twice in transit.
  for (const mask of isRegional(task) ? masks : []) {
    if (mask.role !== 'context')
      placed.push(await readMask(host, { ...mask, role: mask.role }, scale, signal));
  }
  const context = task === 'vary' ? undefined : contextOf(masks);
  return { picture, masks: placed, ...(context !== undefined && { context }) };
}

/**
 * Pixels per unit that the target is read at. A part of a layer that is too large for its own density will do to repaint
 * a region; what is done with all of it needs all of it, coarser.
 */
function chooseScale({ density, box }: Target, task: Task): number {
  const most = limits.sidePx.max / Math.max(box.width, box.height, 1);
  return isRegional(task) ? density : Math.min(density, most);
}

async function readMask(
  host: HostClient,
  { node, role }: Pick<MaskLayer, 'node'> & { role: 'repaint' | 'keep' },
  scale: number,
  signal: SignalLike,
): Promise<PlacedMask> {
  return { ...(await host.call('exportMask', { mask: node, scale }, { signal })), role };
}
