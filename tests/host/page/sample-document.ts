import type { Paint } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import { withPosition } from '../document/matrix.ts';
import type { NodeId, NodeProps, NodeType } from '../document/node.ts';
import { fromHex } from '../editor/color-text.ts';

const solid = (hex: string, opacity = 1): Paint => ({
  type: 'SOLID',
  color: fromHex(hex) ?? { r: 0, g: 0, b: 0 },
  opacity,
});

const downward = (top: string, bottom: string): Paint => ({
  type: 'GRADIENT_LINEAR',
  gradientTransform: [
    [0, 1, 0],
    [-1, 0, 1],
  ],
  gradientStops: [top, bottom].map((hex, position) => ({
    position,
    color: { ...(fromHex(hex) ?? { r: 0, g: 0, b: 0 }), a: 1 },
  })),
});

/** Fills a new document with something to work on: an empty frame to paint in, a drawn scene, and a small card. */
export function addSample(document: Document): void {
  const add = (
    type: NodeType,
    parentId: NodeId,
    [x, y, width, height]: readonly [number, number, number, number],
    props: Partial<NodeProps>,
  ): NodeId => {
    const id = document.create(type, parentId, { width, height, ...props });
    document.setTransform(id, withPosition(document.get(id).transform, x, y));
    return id;
  };
  const page = document.currentPageId;
  document.change(() => {
    const picture = add('FRAME', page, [0, 0, 512, 512], { name: 'Picture' });
    addScene(page, add);
    addCard(document, page, add);
    document.setSelection([picture]);
  });
  document.history.reset();
}

type Add = (
  type: NodeType,
  parentId: NodeId,
  box: readonly [number, number, number, number],
  props: Partial<NodeProps>,
) => NodeId;

function addScene(page: NodeId, add: Add): void {
  const scene = add('FRAME', page, [592, 0, 512, 512], {
    name: 'Evening',
    fills: [downward('#f9d9b0', '#e99a7a')],
  });
  add('ELLIPSE', scene, [312, 116, 112, 112], { name: 'Sun', fills: [solid('#fff3d6')] });
  add('ELLIPSE', scene, [-160, 300, 560, 420], { name: 'Far hill', fills: [solid('#b5718a')] });
  add('ELLIPSE', scene, [180, 330, 560, 420], { name: 'Near hill', fills: [solid('#7a4f78')] });
  add('RECTANGLE', scene, [0, 440, 512, 72], { name: 'Water', fills: [downward('#5d4a7d', '#3f3a66')] });
}

function addCard(document: Document, page: NodeId, add: Add): void {
  const card = add('FRAME', page, [0, 592, 320, 200], {
    name: 'Card',
    cornerRadii: [12, 12, 12, 12],
    strokes: [solid('#e6e6e6')],
    layoutMode: 'VERTICAL',
    primaryAxisSizingMode: 'AUTO',
    counterAxisSizingMode: 'FIXED',
    paddingLeft: 16,
    paddingRight: 16,
    paddingTop: 16,
    paddingBottom: 16,
    itemSpacing: 12,
  });
  add('RECTANGLE', card, [0, 0, 288, 120], {
    name: 'Cover',
    cornerRadii: [8, 8, 8, 8],
    fills: [solid('#dfe7f3')],
  });
  const heading = { fontSize: 16, fontName: { family: 'Inter', style: 'Semi Bold' } };
  add('TEXT', card, [0, 0, 0, 0], { name: 'Title', characters: 'A picture for every card', ...heading });
  add('TEXT', card, [0, 0, 0, 0], {
    name: 'Text',
    characters: 'Select the cover and describe what it should show.',
    fills: [solid('#6b6b6b')],
  });
  document.resize(card, 320, document.get(card).height);
}
