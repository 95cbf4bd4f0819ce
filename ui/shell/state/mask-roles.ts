import type { Task } from '../../../protocol/generation.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { MaskLayer, MaskRole, NodeId } from '../../../protocol/host-contract.ts';

/** Roles that a person gave to layers, where they differ from what the layers' names say. */
export type Roles = Readonly<Record<NodeId, MaskRole>>;

/** The same mask layers in the roles that they have now. */
export function withRoles(masks: readonly MaskLayer[], roles: Roles): MaskLayer[] {
  return masks.map((mask) => ({ ...mask, role: roles[mask.node] ?? mask.role }));
}

/** True where a task repaints a part of the picture that masks tell; the others take all of it, or what is empty. */
export function isRegional(task: Task): boolean {
  return ['fill', 'add', 'sketch', 'remove', 'replace-background'].includes(task);
}

/** As in the sandbox: a layer that is a mask by its name is never part of the picture. */
const maskName = /^(mask|maske)\b/i;

/**
 * The mask layers that are hidden while the picture is read. What people draw as a sketch is looked at, and still says
 * where: it stays, unless its name makes it a mere mask.
 */
export function hiddenWhileReading(task: Task, masks: readonly MaskLayer[]): MaskLayer[] {
  if (task !== 'sketch') return [...masks];
  return masks.filter(({ name, role }) => role !== 'repaint' || maskName.test(name));
}

/** The box around all context layers on the canvas; undefined where there is none. */
export function contextOf(masks: readonly MaskLayer[]): CanvasRect | undefined {
  const boxes = masks.filter(({ role }) => role === 'context').map(({ box }) => box);
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
