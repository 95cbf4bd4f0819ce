import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { linesOf, pause, runPlugin } from './plugin-harness.ts';

test('the selection comes in no order that a plugin could count on', async () => {
  const document = new Document();
  const ids = Array.from({ length: 8 }, () => document.create('RECTANGLE', document.currentPageId));
  document.setSelection(ids);
  const [lines] = await Promise.all([
    linesOf(
      `const orders = new Set();
       for (let n = 0; n < 20; n++) orders.add(figma.currentPage.selection.map((node) => node.id).join());
       print(orders.size > 5, figma.currentPage.selection.length);`,
      { document },
    ),
  ]);
  expect(lines).toEqual(['true 8']);
});

test('a layer is never selected twice, nor together with its ancestor', async () => {
  const lines = await linesOf(`
    const frame = figma.createFrame();
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    const other = figma.createEllipse();
    figma.currentPage.selection = [inner, frame, other, other];
    print(figma.currentPage.selection.map((node) => node.type).sort().join());
  `);
  expect(lines).toEqual(['ELLIPSE,FRAME']);
});

test('layers of another page cannot be selected, and removed ones drop out', async () => {
  const document = new Document();
  const other = document.create('PAGE', document.rootId);
  const far = document.create('RECTANGLE', other);
  const lines = await linesOf(
    `const near = figma.createRectangle();
     const far = await figma.getNodeByIdAsync('${far}');
     print(refused(() => { figma.currentPage.selection = [far]; }));
     figma.currentPage.selection = [near];
     near.remove();
     print(figma.currentPage.selection.length);`,
    { document },
  );
  expect(lines).toEqual([
    'in set_selection: The selection of a page can only include nodes in that page',
    '0',
  ]);
});

test('selectionchange comes later and once for several changes', async () => {
  const { desk } = await runPlugin(`
    const a = figma.createRectangle(), b = figma.createEllipse();
    let isSynchronous = true;
    figma.on('selectionchange', () => console.log('changed', isSynchronous, figma.currentPage.selection.length));
    figma.currentPage.selection = [a];
    figma.currentPage.selection = [a, b];
    isSynchronous = false;
  `);
  await pause(20);
  expect(desk.lines).toEqual(['changed false 2']);
});

test('currentpagechange comes before selectionchange', async () => {
  const document = new Document();
  const other = document.create('PAGE', document.rootId);
  document.setSelection([document.create('RECTANGLE', document.currentPageId)]);
  const { desk } = await runPlugin(
    `figma.on('selectionchange', () => console.log('selection'));
     figma.on('currentpagechange', () => console.log('page'));`,
    { document },
  );
  document.act(() => document.setCurrentPage(other));
  await pause(20);
  expect(desk.lines).toEqual(['page', 'selection']);
});

test('what the person selects reaches the plugin, and off ends it', async () => {
  const document = new Document();
  const id = document.create('RECTANGLE', document.currentPageId, { name: 'Picked' });
  const { desk } = await runPlugin(
    `const heard = () => { console.log(figma.currentPage.selection[0].name); figma.off('selectionchange', heard); };
     figma.on('selectionchange', heard);`,
    { document },
  );
  document.setSelection([id]);
  await pause(20);
  document.setSelection([]);
  await pause(20);
  expect(desk.lines).toEqual(['Picked']);
});
