import type { Rect } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import { absoluteBoundingBox } from '../document/geometry.ts';
import type { NodeId, NodeRecord } from '../document/node.ts';
import { placePictureFile } from '../editor/drop-picture.ts';
import type { Editor } from '../editor/editor.ts';
import { renderToPng } from '../render/export-node.ts';
import type { RenderContext } from '../render/render-context.ts';
import type { Theme } from './panel/theme-colors.ts';

export type NodeSummary = Pick<NodeRecord, 'id' | 'type' | 'name' | 'visible' | 'locked' | 'parentId'> & {
  box: Rect;
  childIds: readonly NodeId[];
};

/** What a script in the browser may ask of the page. Everything a person can do is done with mouse and keys instead. */
export type HostScript = ReturnType<typeof makeHostScript>;

export function makeHostScript(parts: {
  document: Document;
  editor: Editor;
  context: RenderContext;
  setTheme(theme: Theme): void;
}) {
  const { document, editor, context } = parts;

  const find = (nameOrId: string): NodeRecord => {
    const exact = document.find(nameOrId);
    const named = exact ?? document.descendantsOf(document.rootId).find((node) => node.name === nameOrId);
    if (!named) throw new Error(`There is no layer ${nameOrId}`);
    return named;
  };

  return {
    document,
    editor,
    /** All layers below the page, each before its own children. */
    nodes: (): NodeSummary[] =>
      document.descendantsOf(document.currentPageId).map((node) => {
        const { id, type, name, visible, locked, parentId, childIds } = node;
        return {
          id,
          type,
          name,
          visible,
          locked,
          parentId,
          childIds,
          box: absoluteBoundingBox(document, id),
        };
      }),
    /** One layer with everything about it, by id or else by name. */
    node: (nameOrId: string): NodeRecord => find(nameOrId),
    select: (...namesOrIds: string[]): void => document.setSelection(namesOrIds.map((one) => find(one).id)),
    selection: (): readonly NodeId[] => document.selection(),
    undo: (): boolean => document.history.undo(),
    redo: (): boolean => document.history.redo(),
    undoDepth: (): number => document.history.undoDepth,
    remove: (nameOrId: string): void => document.act(() => document.remove(find(nameOrId).id)),
    /** The layer's own box as a PNG. */
    exportNode: (nameOrId: string, scale = 1): Promise<Uint8Array> => {
      const nodeId = find(nameOrId).id;
      const region = absoluteBoundingBox(document, nodeId);
      const [widthPx, heightPx] = [Math.round(region.width * scale), Math.round(region.height * scale)];
      return renderToPng(context, { nodeId, region, widthPx, heightPx, scale, contentsOnly: true });
    },
    /** A picture file as if it had been dropped with its middle at a point of the canvas. */
    dropPicture: (bytes: Uint8Array, name: string, x = 0, y = 0): Promise<string> =>
      placePictureFile(document, new File([new Uint8Array(bytes)], name), { x, y }),
    /** Where a point of the canvas lies in the browser's window, for the mouse. */
    windowPoint: (x: number, y: number): { x: number; y: number } => {
      const box = editor.area.getBoundingClientRect();
      const { left, top } = editor.viewport.toScreen({ x, y });
      return { x: box.left + left, y: box.top + top };
    },
    showRect: (rect: Rect): void => editor.viewport.showRect(rect),
    setTheme: parts.setTheme,
  };
}
