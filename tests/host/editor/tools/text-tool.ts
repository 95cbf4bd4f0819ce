import { containerAt, transformAt } from '../placement.ts';
import type { Tool, ToolContext } from './tool.ts';

/** A click makes a text layer and opens it for typing. */
export function textTool(context: ToolContext): Tool {
  const { document } = context;
  return {
    cursor: 'text',
    down() {},
    up(at) {
      const point = { x: Math.round(at.canvas.x), y: Math.round(at.canvas.y) };
      document.history.commit();
      const id = document.change(() => {
        const parentId = containerAt(document, point);
        const made = document.create('TEXT', parentId, { name: 'Text', fontSize: 16 });
        document.setTransform(made, transformAt(document, parentId, point));
        document.setSelection([made]);
        return made;
      });
      context.finish();
      context.editText(id, true);
    },
  };
}
