import { expect, test } from 'vitest';
import { linesOf } from './plugin-harness.ts';

const SETUP = `
  const component = figma.createComponent();
  component.resize(200, 100);
  const inner = figma.createRectangle();
  inner.name = 'Inner';
  inner.x = 10;
  component.appendChild(inner);
  const instance = component.createInstance();
  const copy = instance.children[0];
`;

test('copies below an instance have ids of both', async () => {
  const lines = await linesOf(`${SETUP}
    print(copy.id === 'I' + instance.id + ';' + inner.id, copy.name, copy.x, instance.width);
    print(await figma.getNodeByIdAsync(copy.id) === copy);
  `);
  expect(lines).toEqual(['true Inner 10 200', 'true']);
});

test('a copy cannot be moved or turned, ignores resizing, and cannot be removed', async () => {
  const lines = await linesOf(`${SETUP}
    print(refused(() => { copy.x = 5; }));
    print(refused(() => { copy.y = 5; }));
    print(refused(() => { copy.rotation = 5; }));
    print(refused(() => { copy.relativeTransform = [[1, 0, 5], [0, 1, 5]]; }));
    copy.resize(5, 5);
    print(copy.width, copy.x);
    print(refused(() => copy.remove()));
  `);
  const refusal = 'This property cannot be overridden in an instance: relative-transform';
  expect(lines).toEqual([
    `in set_x: ${refusal}`,
    `in set_y: ${refusal}`,
    `in set_rotation: ${refusal}`,
    `in set_relativeTransform: ${refusal}`,
    '100 10',
    'in remove: Removing this node is not allowed',
  ]);
});

test('a copy takes fills, opacity and visibility of its own, and keeps them when the component changes', async () => {
  const lines = await linesOf(`${SETUP}
    const red = [{ type: 'SOLID', color: { r: 1, g: 0, b: 0 } }];
    copy.fills = red; copy.opacity = 0.5;
    print(copy.fills[0].color.r, inner.fills[0].color.r < 1, copy.opacity);
    inner.fills = [{ type: 'SOLID', color: { r: 0, g: 1, b: 0 } }];
    inner.cornerRadius = 9; inner.x = 33;
    print(copy.fills[0].color.r, copy.cornerRadius, copy.x);
    copy.visible = false;
    print(inner.visible, copy.visible);
  `);
  expect(lines).toEqual(['1 true 0.5', '1 9 33', 'true false']);
});

test('instances follow what is added to and removed from their component', async () => {
  const lines = await linesOf(`${SETUP}
    const second = figma.createEllipse();
    component.appendChild(second);
    print(instance.children.map((node) => node.type).join());
    inner.remove();
    print(instance.children.map((node) => node.type).join(), copy.removed);
  `);
  expect(lines).toEqual(['RECTANGLE,ELLIPSE', 'ELLIPSE true']);
});

test('instances in components become copies in instances of those', async () => {
  const lines = await linesOf(`${SETUP}
    const outer = figma.createComponent();
    outer.appendChild(instance);
    const outermost = outer.createInstance();
    const deep = outermost.children[0].children[0];
    print(deep.id === 'I' + outermost.id + ';' + instance.id + ';' + inner.id);
    inner.opacity = 0.25;
    print(deep.opacity, outermost.findAll().length);
  `);
  expect(lines).toEqual(['true', '0.25 2']);
});

test('a resized instance places its copies by their constraints', async () => {
  const lines = await linesOf(`${SETUP}
    inner.constraints = { horizontal: 'STRETCH', vertical: 'MIN' };
    instance.resize(300, 100);
    print(copy.x, copy.width, inner.width);
  `);
  expect(lines).toEqual(['10 200 100']);
});

test('detaching makes a frame with layers of its own', async () => {
  const lines = await linesOf(`${SETUP}
    const frame = instance.detachInstance();
    print(frame.type, frame.children[0].id.startsWith('I'), instance.removed, frame.children[0].name);
    frame.children[0].x = 99;
    print(frame.children[0].x, inner.x);
  `);
  expect(lines).toEqual(['FRAME false true Inner', '99 10']);
});

test('a clone of an instance keeps what was changed in it', async () => {
  const lines = await linesOf(`${SETUP}
    copy.opacity = 0.5;
    const clone = instance.clone();
    print(clone.type, clone.children[0].opacity, clone.children[0].id === 'I' + clone.id + ';' + inner.id);
    print((await component.getInstancesAsync()).length);
  `);
  expect(lines).toEqual(['INSTANCE 0.5 true', '2']);
});

test('a component made from a frame keeps its children', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    frame.x = 40; frame.name = 'Card';
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    const component = figma.createComponentFromNode(frame);
    print(component.type, component.name, component.x, component.children[0] === inner, frame.removed);
    const wrappedOne = figma.createComponentFromNode(figma.createEllipse());
    print(wrappedOne.type, wrappedOne.children[0].type, wrappedOne.children[0].x);
  `);
  expect(lines).toEqual(['COMPONENT Card 40 true true', 'COMPONENT ELLIPSE 0']);
});
