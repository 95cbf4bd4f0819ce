import { describe, expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { linesOf } from './plugin-harness.ts';

describe('a removed layer', () => {
  test('throws on every getter, setter and method, but still tells id, type and removed', async () => {
    const lines = await linesOf(`
      const node = figma.createRectangle();
      const id = node.id;
      node.remove();
      print(node.id === id, node.type, node.removed);
      print(refused(() => node.fills).replace(id, 'ID'));
      print(refused(() => { node.opacity = 0.5; }).replace(id, 'ID'));
      print(refused(() => node.resize(1, 1)).replace(id, 'ID'));
      print((await rejected(() => node.exportAsync())).replace(id, 'ID'));
    `);
    expect(lines).toEqual([
      'true RECTANGLE true',
      'in get_fills: The node with id "ID" does not exist',
      'in set_opacity: The node with id "ID" does not exist',
      'in resize: The node with id "ID" does not exist',
      'in exportAsync: The node with id "ID" does not exist',
    ]);
  });

  test('below an instance has a message of its own', async () => {
    const lines = await linesOf(`
      const component = figma.createComponent();
      component.appendChild(figma.createRectangle());
      const instance = component.createInstance();
      const inner = instance.children[0];
      instance.remove();
      print(refused(() => inner.fills).replace(inner.id, 'ID'));
    `);
    expect(lines).toEqual([
      'in get_fills: The node (instance sublayer or table cell) with id "ID" does not exist',
    ]);
  });

  test('may go while it is being exported, and cannot be written to after that', async () => {
    const document = new Document();
    const id = document.create('RECTANGLE', document.currentPageId);
    const faults = new Faults();
    faults.during('exportAsync', () => document.remove(id));
    const lines = await linesOf(
      `const node = await figma.getNodeByIdAsync('${id}');
       await node.exportAsync();
       print(refused(() => { node.fills = []; }));`,
      { document, faults },
    );
    expect(lines).toEqual([`in set_fills: The node with id "${id}" does not exist`]);
  });
});

describe('groups', () => {
  test('go when their last child goes', async () => {
    const lines = await linesOf(`
      const a = figma.createRectangle(), b = figma.createRectangle();
      const group = figma.group([a, b], figma.currentPage);
      a.remove();
      print(group.removed);
      figma.currentPage.appendChild(b);
      print(group.removed, b.removed, b.parent.type);
    `);
    expect(lines).toEqual(['false', 'true false PAGE']);
  });

  test('fit their children, and moving one moves them', async () => {
    const lines = await linesOf(`
      const a = figma.createRectangle(), b = figma.createRectangle();
      a.x = 10; a.y = 20; b.x = 200; b.y = 100;
      const group = figma.group([a, b], figma.currentPage);
      print(group.x, group.y, group.width, group.height, a.x, a.y);
      group.x = 0;
      print(a.x, b.x, group.x);
      b.resize(50, 50);
      print(group.width, group.height);
      group.resize(120, 65);
      print(a.width, a.height, b.x, b.width);
      print(refused(() => figma.group([], figma.currentPage)));
    `);
    expect(lines).toEqual([
      '10 20 290 180 10 20',
      '0 190 0',
      '240 130',
      '50 50 95 25',
      'in group: First argument must be an array of at least one node',
    ]);
  });

  test('are transparent for coordinates', async () => {
    const lines = await linesOf(`
      const frame = figma.createFrame();
      frame.x = 100; frame.y = 100;
      const inner = figma.createRectangle();
      frame.appendChild(inner);
      inner.x = 30; inner.y = 40;
      const group = figma.group([inner], frame);
      print(inner.x, inner.y, JSON.stringify(inner.absoluteTransform));
      const nested = figma.group([group], frame);
      print(inner.x, inner.parent.parent === nested, nested.x);
      print(figma.ungroup(nested).length, nested.removed, group.parent === frame);
    `);
    expect(lines).toEqual(['30 40 [[1,0,130],[0,1,140]]', '30 true 30', '1 true true']);
  });
});

describe('reading', () => {
  test('gives fresh frozen copies', async () => {
    const lines = await linesOf(`
      'use strict';
      const node = figma.createRectangle();
      print(node.fills === node.fills, Object.isFrozen(node.fills), Object.isFrozen(node.fills[0].color));
      print(refused(() => node.fills.push({})));
      print(refused(() => { node.fills[0].opacity = 0; }));
      print(refused(() => figma.currentPage.children.push(node)));
      print(refused(() => figma.currentPage.selection.push(node)));
      print(node.fills.length, figma.currentPage.children.length);
    `);
    expect(lines[0]).toBe('false true true');
    expect(lines.slice(1, 5).every((line) => line !== 'no error')).toBe(true);
    expect(lines[5]).toBe('1 1');
  });

  test('knows what a layer has, and nothing can be added to it', async () => {
    const lines = await linesOf(`
      const group = figma.group([figma.createRectangle()], figma.currentPage);
      print('fills' in group, 'children' in group, 'fills' in group.children[0], 'children' in group.children[0]);
      print(group.fills, group.children[0].children);
      print(refused(() => { group.colour = 'red'; }));
      print(String(group) === '<group ' + group.id + '>');
    `);
    expect(lines).toEqual([
      'false true true false',
      'undefined undefined',
      'object is not extensible',
      'true',
    ]);
  });

  test('read-only properties have no setter', async () => {
    const lines = await linesOf(`
      const node = figma.createRectangle();
      print(refused(() => { node.width = 5; }));
      print(refused(() => { node.id = '1:1'; }));
      print(refused(() => { figma.somethingNew = 1; }), typeof figma.somethingNew);
    `);
    expect(lines.slice(0, 2)).toEqual(['no setter for property', 'no setter for property']);
    expect(lines[2]).toContain('undefined');
  });

  test('finds layers by callback and by criteria', async () => {
    const lines = await linesOf(`
      const frame = figma.createFrame();
      frame.name = 'Outer';
      const a = figma.createRectangle(), b = figma.createEllipse();
      frame.appendChild(a); frame.appendChild(b);
      b.setPluginData('mark', 'yes');
      const page = figma.currentPage;
      print(page.findAll().map((node) => node.type).join());
      print(page.findAll((node) => node.type === 'ELLIPSE').length, page.findOne((node) => node.name === 'Outer') === frame);
      print(page.findChildren((node) => node.type === 'FRAME').length, page.findChild((node) => node.type === 'ELLIPSE'));
      print(page.findAllWithCriteria({ types: ['RECTANGLE', 'ELLIPSE'] }).length);
      print(page.findAllWithCriteria({ pluginData: { keys: ['mark'] } })[0] === b, page.findAllWithCriteria({ pluginData: {} }).length);
      print(b.getTopLevelFrame() === frame);
    `);
    expect(lines).toEqual(['FRAME,RECTANGLE,ELLIPSE', '1 true', '1 null', '2', 'true 1', 'true']);
  });
});

describe('moving a layer', () => {
  test('is refused with Figma’s reasons', async () => {
    const lines = await linesOf(`
      const frame = figma.createFrame(), inner = figma.createFrame(), rectangle = figma.createRectangle();
      const component = figma.createComponent();
      component.appendChild(figma.createRectangle());
      const instance = component.createInstance();
      frame.appendChild(inner);
      print(refused(() => frame.appendChild(frame)));
      print(refused(() => inner.appendChild(frame)));
      print(refused(() => frame.appendChild(figma.currentPage)));
      print(refused(() => frame.appendChild(figma.root)));
      print(refused(() => figma.root.appendChild(rectangle)));
      print(refused(() => rectangle.appendChild(frame)));
      print(refused(() => instance.appendChild(rectangle)));
      print(refused(() => frame.appendChild(instance.children[0])));
      print(refused(() => component.appendChild(instance)));
      print(refused(() => component.appendChild(figma.createComponent())));
      print(refused(() => frame.insertChild(2, rectangle)));
    `);
    const reasons = lines.map((line) => line.replace('in appendChild: Cannot move node. ', ''));
    expect(reasons).toEqual([
      'Doing so would create a parenting cycle',
      'Doing so would create a parenting cycle',
      'Nodes other than the root node cannot have children of type PAGE',
      'Node is the scene root, which cannot be reparented',
      'The root node cannot have children of type other than PAGE',
      'not a function',
      'New parent is an instance or is inside of an instance',
      'Node is inside of an instance',
      'Reparenting would create a component cycle',
      'Reparenting would create a component inside a component',
      'in insertChild: Expected "index" to be at most 1 but got 2 instead',
    ]);
  });

  test('keeps the relative place, and insertChild counts from the bottom', async () => {
    const lines = await linesOf(`
      const frame = figma.createFrame();
      frame.x = 500;
      const a = figma.createRectangle(), b = figma.createRectangle(), c = figma.createRectangle();
      a.x = 7;
      frame.appendChild(a);
      print(a.x, a.absoluteBoundingBox.x);
      frame.insertChild(0, b);
      frame.insertChild(2, c);
      print(frame.children.map((node) => [a, b, c].indexOf(node)).join());
      frame.insertChild(3, b);
      print(frame.children.map((node) => [a, b, c].indexOf(node)).join());
    `);
    expect(lines).toEqual(['7 507', '1,0,2', '0,2,1']);
  });
});

describe('writing', () => {
  test('to locked and hidden layers works', async () => {
    const lines = await linesOf(`
      const node = figma.createRectangle();
      node.locked = true; node.visible = false;
      node.x = 5; node.fills = []; node.resize(10, 10);
      print(node.x, node.fills.length, node.width);
    `);
    expect(lines).toEqual(['5 0 10']);
  });

  test('is refused everywhere in a read-only file', async () => {
    const document = new Document();
    const id = document.create('RECTANGLE', document.currentPageId);
    const lines = await linesOf(
      `const node = await figma.getNodeByIdAsync('${id}');
       const attempts = [() => { node.x = 1; }, () => { node.fills = []; }, () => node.resize(1, 1), () => node.remove(),
         () => figma.createRectangle(), () => node.setPluginData('a', 'b'), () => figma.currentPage.appendChild(node),
         () => node.clone(), () => figma.createImage(new Uint8Array(1))];
       for (const attempt of attempts) print(refused(attempt));
       print(node.x, figma.currentPage.children.length);`,
      { document, isReadOnly: true },
    );
    expect(lines.slice(0, -1)).toHaveLength(9);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/: Cannot write to internal and read-only nodes$/);
    expect(lines.at(-1)).toBe('0 1');
  });

  test('checks types in the words of Figma’s validation', async () => {
    const lines = await linesOf(`
      const node = figma.createRectangle();
      print(refused(() => { node.opacity = 'half'; }));
      print(refused(() => { node.opacity = 1.5; }));
      print(refused(() => { node.blendMode = 'GLOW'; }).split('.')[0]);
      print(refused(() => { node.name = 5; }));
      print(refused(() => node.resize(0, 10)));
      print(refused(() => node.resize('wide', 10)));
      print(node.opacity, node.width);
    `);
    expect(lines).toEqual([
      'in set_opacity: Property "opacity" failed validation: Expected number, received string',
      'in set_opacity: Property "opacity" failed validation: Number must be less than or equal to 1',
      'in set_blendMode: Property "blendMode" failed validation: Invalid enum value',
      'in set_name: Property "name" failed validation: Expected string, received number',
      'in resize: Expected "width" to have value >= 0.01',
      'in resize: Expected "width" to have type number but got string instead',
      '1 100',
    ]);
  });
});

test('new layers have Figma’s defaults and lie on the current page', async () => {
  const lines = await linesOf(`
    const rectangle = figma.createRectangle();
    print(rectangle.name, rectangle.width, rectangle.height, rectangle.parent === figma.currentPage);
    print(JSON.stringify(rectangle.fills));
    const frame = figma.createFrame();
    print(frame.width, frame.clipsContent, frame.fills[0].color.r, frame.layoutMode);
    const line = figma.createLine();
    print(line.height, line.strokes.length, refused(() => line.resize(50, 1)), refused(() => line.resize(50, 0)));
    print(figma.createStar().pointCount, figma.createPolygon().pointCount, figma.createEllipse().type);
    print(figma.createSection().type, figma.createPage().children.length);
  `);
  expect(lines).toEqual([
    'Rectangle 1 100 100 true',
    '[{"type":"SOLID","color":{"r":0.85,"g":0.85,"b":0.85}}]',
    '100 true 1 NONE',
    '0 1 in resize: Lines must have a height of exactly 0 no error',
    '5 3 ELLIPSE',
    'SECTION 0',
  ]);
});

test('a clone has its own ids and lies on the current page', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    inner.name = 'Deep';
    const holder = figma.createFrame();
    holder.appendChild(frame);
    const copy = frame.clone();
    print(copy.id !== frame.id, copy.parent === figma.currentPage, copy.children[0].name, copy.children[0].id !== inner.id);
    copy.children[0].name = 'Changed';
    print(inner.name);
  `);
  expect(lines).toEqual(['true true Deep true', 'Deep']);
});

test('a vector takes the box of its paths', async () => {
  const lines = await linesOf(`
    const node = figma.createVector();
    node.vectorPaths = [{ windingRule: 'EVENODD', data: 'M 10 100 L 110 100 L 60 0 Z' }];
    print(node.x, node.y, node.width, node.height, node.vectorPaths[0].data);
    node.resize(50, 50);
    print(node.vectorPaths[0].data);
  `);
  expect(lines).toEqual(['10 0 100 100 M 0 100 L 100 100 L 50 0 Z', 'M 0 50 L 50 50 L 25 0 Z']);
});

test('rescale is the scale tool: children, strokes and radii grow too', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    inner.x = 10; inner.cornerRadius = 4; inner.strokeWeight = 2;
    frame.rescale(2);
    print(frame.width, inner.x, inner.width, inner.cornerRadius, inner.strokeWeight);
  `);
  expect(lines).toEqual(['200 20 200 8 4']);
});

test('any call can be made to fail on purpose', async () => {
  const faults = new Faults();
  faults.failNext('appendChild', 'Cannot move node. New parent is a internal, readonly-only node');
  faults.failNext('set_fills', 'Cannot write to internal and read-only nodes', { skip: 1 });
  const lines = await linesOf(
    `const frame = figma.createFrame(), node = figma.createRectangle();
     print(refused(() => frame.appendChild(node)), node.parent === figma.currentPage);
     print(refused(() => frame.appendChild(node)));
     print(refused(() => { node.fills = []; }), refused(() => { node.fills = []; }));`,
    { faults },
  );
  expect(lines).toEqual([
    'in appendChild: Cannot move node. New parent is a internal, readonly-only node true',
    'no error',
    'no error in set_fills: Cannot write to internal and read-only nodes',
  ]);
});
