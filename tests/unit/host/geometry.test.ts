import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { absoluteBoundingBox, renderBounds } from '../../host/document/geometry.ts';
import { withRotation } from '../../host/document/matrix.ts';
import { linesOf } from './plugin-harness.ts';

const shadow = {
  type: 'DROP_SHADOW',
  color: { r: 0, g: 0, b: 0, a: 1 },
  offset: { x: 10, y: 0 },
  radius: 5,
  visible: true,
  blendMode: 'NORMAL',
} as const;

test('rotation turns about the top left corner, counter-clockwise', async () => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    node.resize(100, 50);
    node.x = 200; node.y = 300;
    node.rotation = 90;
    print(node.x, node.y, node.rotation, JSON.stringify(node.relativeTransform));
    print(JSON.stringify(node.absoluteBoundingBox));
    node.rotation = -30;
    print(Math.round(node.rotation * 1000) / 1000, node.x);
  `);
  expect(lines).toEqual([
    '200 300 90 [[0,1,200],[-1,0,300]]',
    '{"x":200,"y":200,"width":50,"height":100}',
    '-30 200',
  ]);
});

test('absolute places go through turned parents, with groups in between', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    frame.resize(200, 200);
    frame.x = 1000; frame.y = 0;
    frame.rotation = -90;
    const inner = figma.createRectangle();
    inner.resize(20, 10);
    frame.appendChild(inner);
    inner.x = 30; inner.y = 40;
    figma.group([inner], frame);
    print(JSON.stringify(inner.absoluteBoundingBox));
    print(JSON.stringify(inner.absoluteTransform));
  `);
  expect(lines).toEqual(['{"x":950,"y":30,"width":10,"height":20}', '[[0,-1,960],[1,0,30]]']);
});

test('a turned group keeps its angle and fits its children in its own axes', () => {
  const document = new Document();
  const page = document.currentPageId;
  const inner = document.create('RECTANGLE', page, { width: 100, height: 40 });
  const group = document.group([inner], page);
  document.setTransform(group, withRotation(document.get(group).transform, 30));
  expect(document.get(group)).toMatchObject({ width: 100, height: 40 });
  expect(document.get(inner).transform[0][0]).toBeCloseTo(Math.cos(Math.PI / 6), 12);
  document.resize(inner, 50, 40);
  expect(document.get(group).width).toBeCloseTo(50, 9);
});

test('render bounds have strokes and shadows, and frames that clip cut them', () => {
  const document = new Document();
  const page = document.currentPageId;
  const frame = document.create('FRAME', page, { width: 100, height: 100, fills: [] });
  const strokes = [{ type: 'SOLID', color: { r: 0, g: 0, b: 0 } }] as const;
  const inner = document.create('RECTANGLE', frame, {
    width: 50,
    height: 50,
    strokes,
    strokeWeight: 4,
    strokeAlign: 'OUTSIDE',
    effects: [shadow],
  });
  expect(renderBounds(document, inner, false)).toEqual({ x: -4, y: -9, width: 73, height: 68 });
  expect(renderBounds(document, inner, true)).toEqual({ x: 0, y: 0, width: 69, height: 59 });
  expect(renderBounds(document, frame, true)).toEqual({ x: 0, y: 0, width: 69, height: 59 });
  expect(absoluteBoundingBox(document, inner)).toEqual({ x: 0, y: 0, width: 50, height: 50 });
});

test('absoluteRenderBounds is null for what is hidden, empty or clipped away', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    inner.x = 500;
    print(inner.absoluteRenderBounds);
    frame.clipsContent = false;
    print(inner.absoluteRenderBounds.x);
    frame.visible = false;
    print(inner.absoluteRenderBounds);
    const empty = figma.createFrame();
    empty.fills = [];
    print(empty.absoluteRenderBounds, empty.absoluteBoundingBox.width);
  `);
  expect(lines).toEqual(['null', '500', 'null', 'null 100']);
});

test('children follow their constraints when a frame is resized, and stay without', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    const make = (horizontal) => {
      const node = figma.createRectangle();
      node.resize(20, 20);
      frame.appendChild(node);
      node.x = 40;
      node.constraints = { horizontal, vertical: 'MIN' };
      return node;
    };
    const nodes = ['MIN', 'CENTER', 'MAX', 'STRETCH', 'SCALE'].map(make);
    frame.resize(200, 100);
    print(nodes.map((node) => node.x + '/' + node.width).join(' '));
    frame.resizeWithoutConstraints(100, 100);
    print(nodes.map((node) => node.x).join(' '));
  `);
  expect(lines).toEqual(['40/20 90/20 140/20 40/120 80/40', '40 90 140 40 80']);
});
