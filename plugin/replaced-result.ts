import type { NodeId } from '../protocol/host-contract.ts';

/** The result that was opened again, which the next one replaces, and the layer that it was painted on. */
let replaced: { result: NodeId; owner: NodeId } | null = null;

/** Remembers which result the next one on `owner` replaces. */
export function noteReplaced(result: NodeId, owner: NodeId): void {
  replaced = { result, owner };
}

/**
 * The results on the selected target that count as gone already, none or one. Another target, or none (null), ends what
 * was opened again.
 */
export function followReplaced(target: NodeId | null): readonly NodeId[] {
  if (replaced?.owner !== target) replaced = null;
  return replaced === null ? [] : [replaced.result];
}
