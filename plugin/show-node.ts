import { AppError } from '../protocol/errors.ts';
import type { NodeId } from '../protocol/host-contract.ts';
import { pageOf, resolveLayer } from './layers.ts';

/** Selects a layer, going to its page, and brings it into view. Throws AppError('target-gone'). */
export async function showNode({ node }: { node: NodeId }): Promise<null> {
  const layer = await resolveLayer(node);
  const page = pageOf(layer);
  if (page === null) throw new AppError('target-gone', node);
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  if (layer.removed) throw new AppError('target-gone', node);
  page.selection = [layer];
  figma.viewport.scrollAndZoomIntoView([layer]);
  return null;
}
