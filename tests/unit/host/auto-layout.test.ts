import { expect, test } from 'vitest';
import { linesOf } from './plugin-harness.ts';

const ROW = `
  const frame = figma.createFrame();
  frame.layoutMode = 'HORIZONTAL';
  frame.primaryAxisSizingMode = 'AUTO';
  frame.counterAxisSizingMode = 'AUTO';
  frame.paddingLeft = 10; frame.paddingTop = 20; frame.paddingRight = 30; frame.paddingBottom = 40;
  frame.itemSpacing = 5;
  const a = figma.createRectangle(), b = figma.createRectangle();
  b.resize(50, 60);
  frame.appendChild(a); frame.appendChild(b);
`;

test('an auto-layout frame places its children and hugs them', async () => {
  const lines = await linesOf(`${ROW}
    print(frame.width, frame.height, a.x, a.y, b.x, b.y);
    const c = figma.createRectangle();
    frame.appendChild(c);
    print(frame.width, c.x);
    a.visible = false;
    print(frame.width, b.x);
    c.remove();
    print(frame.width);
  `);
  expect(lines).toEqual(['195 160 10 20 115 20', '300 170', '195 10', '90']);
});

test('place writes to a child that the layout places are ignored; rotation is kept', async () => {
  const lines = await linesOf(`${ROW}
    a.x = 300; a.y = 300;
    print(a.x, a.y);
    a.relativeTransform = [[0, 1, 500], [-1, 0, 500]];
    print(Math.round(a.rotation), frame.width);
  `);
  expect(lines).toEqual(['10 20', '90 195']);
});

test('ABSOLUTE takes a child out of the flow, under an auto-layout parent only', async () => {
  const lines = await linesOf(`${ROW}
    a.layoutPositioning = 'ABSOLUTE';
    a.x = -5; a.y = 300;
    print(a.x, a.y, b.x, frame.width);
    const alone = figma.createRectangle();
    print(refused(() => { alone.layoutPositioning = 'ABSOLUTE'; }));
  `);
  expect(lines).toEqual([
    '-5 300 10 90',
    'in set_layoutPositioning: Can only set layoutPositioning = ABSOLUTE if the parent node has layoutMode !== NONE',
  ]);
});

test('children fill a fixed frame, aligned as asked', async () => {
  const lines = await linesOf(`${ROW}
    frame.resize(400, 200);
    print(frame.layoutSizingHorizontal, frame.primaryAxisSizingMode);
    b.layoutSizingHorizontal = 'FILL'; b.layoutSizingVertical = 'FILL';
    print(b.x, b.width, b.height, b.layoutGrow, b.layoutAlign);
    b.resize(50, 60);
    print(b.layoutGrow, b.layoutAlign);
    frame.primaryAxisAlignItems = 'MAX'; frame.counterAxisAlignItems = 'CENTER';
    print(a.x, b.x, b.y);
    frame.primaryAxisAlignItems = 'SPACE_BETWEEN';
    print(a.x, b.x);
    print(refused(() => { figma.createRectangle().layoutSizingVertical = 'FILL'; }).slice(0, 27));
  `);
  expect(lines).toEqual([
    'FIXED FIXED',
    '115 255 140 1 STRETCH',
    '0 INHERIT',
    '215 320 60',
    '10 320',
    'in set_layoutSizingVertical',
  ]);
});

test('layouts in layouts settle together', async () => {
  const lines = await linesOf(`
    const outer = figma.createFrame();
    outer.layoutMode = 'VERTICAL'; outer.counterAxisSizingMode = 'FIXED'; outer.resize(300, 10);
    outer.primaryAxisSizingMode = 'AUTO';
    const row = figma.createFrame();
    row.layoutMode = 'HORIZONTAL'; row.counterAxisSizingMode = 'AUTO';
    outer.appendChild(row);
    row.layoutAlign = 'STRETCH'; row.primaryAxisSizingMode = 'FIXED';
    const inner = figma.createRectangle();
    row.appendChild(inner);
    inner.layoutGrow = 1;
    print(row.width, inner.width, outer.height);
    outer.resize(500, outer.height);
    print(inner.width);
    inner.resize(20, 77);
    print(row.height, outer.height, outer.primaryAxisSizingMode);
  `);
  expect(lines).toEqual(['300 300 100', '500', '77 77 AUTO']);
});

test('text grows with its characters and pushes what follows', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    frame.layoutMode = 'VERTICAL'; frame.counterAxisSizingMode = 'AUTO'; frame.primaryAxisSizingMode = 'AUTO';
    const text = figma.createText();
    await figma.loadFontAsync(text.fontName);
    frame.appendChild(text);
    const below = figma.createRectangle();
    frame.appendChild(below);
    const before = below.y;
    text.characters = 'One\\nTwo\\nThree';
    print(below.y > before, text.height === below.y, text.textAutoResize);
    text.resize(40, 200);
    print(text.textAutoResize, below.y);
  `);
  expect(lines).toEqual(['true true WIDTH_AND_HEIGHT', 'NONE 200']);
});
