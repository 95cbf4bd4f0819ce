import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { saveDocument } from '../../host/document/document-json.ts';
import { finished, linesOf, pngOf, runPlugin, wrapped } from './plugin-harness.ts';

async function runIn(document: Document, body: string) {
  const probe = await runPlugin(wrapped(body), { document });
  await finished(probe);
  expect(probe.desk.errors).toEqual([]);
  return probe;
}

test('without commitUndo one undo takes back everything since the plugin started', async () => {
  const document = new Document();
  document.act(() => document.create('RECTANGLE', document.currentPageId));
  await runIn(document, "figma.createEllipse(); figma.createFrame(); figma.currentPage.name = 'Renamed';");
  expect(document.childrenOf(document.currentPageId)).toHaveLength(3);
  document.history.undo();
  expect(document.childrenOf(document.currentPageId).map((node) => node.type)).toEqual(['RECTANGLE']);
  expect(document.get(document.currentPageId).name).toBe('Page 1');
  document.history.undo();
  expect(document.childrenOf(document.currentPageId)).toEqual([]);
});

test('with commitUndo one undo takes back the last step only, and redo makes it again', async () => {
  const document = new Document();
  await runIn(
    document,
    'figma.createEllipse(); figma.commitUndo(); figma.createFrame(); figma.commitUndo();',
  );
  const types = () => document.childrenOf(document.currentPageId).map((node) => node.type);
  document.history.undo();
  expect(types()).toEqual(['ELLIPSE']);
  document.history.undo();
  expect(types()).toEqual([]);
  document.history.redo();
  document.history.redo();
  expect(types()).toEqual(['ELLIPSE', 'FRAME']);
  expect(document.history.redo()).toBe(false);
});

test('a committed step without changes is none', async () => {
  const document = new Document();
  await runIn(
    document,
    'const node = figma.createEllipse(); node.remove(); figma.commitUndo(); figma.commitUndo();',
  );
  expect(document.history.undoDepth).toBe(0);
});

test('triggerUndo goes back to the last commitUndo', async () => {
  const document = new Document();
  const { desk } = await runIn(
    document,
    `const kept = figma.createEllipse();
     figma.commitUndo();
     const lost = figma.createFrame();
     kept.name = 'Changed';
     figma.triggerUndo();
     print(lost.removed, kept.removed, kept.name, refused(() => lost.name).replace(lost.id, 'ID'));`,
  );
  expect(desk.lines).toEqual(['true false Ellipse 1 in get_name: The node with id "ID" does not exist']);
});

test('what the person does is a step of its own, and closes what the plugin left open', async () => {
  const document = new Document();
  await runIn(document, 'figma.createEllipse();');
  document.act(() => document.create('RECTANGLE', document.currentPageId));
  const types = () => document.childrenOf(document.currentPageId).map((node) => node.type);
  document.history.undo();
  expect(types()).toEqual(['ELLIPSE']);
  document.history.undo();
  expect(types()).toEqual([]);
});

test('what a closed plugin left open is one step', async () => {
  const document = new Document();
  await runPlugin('figma.createEllipse(); figma.createFrame(); figma.closePlugin();', { document });
  document.act(() => document.create('RECTANGLE', document.currentPageId));
  expect(document.history.undoDepth).toBe(2);
});

test('undo brings removed layers back with their ids, order, places and pictures', () => {
  const document = new Document();
  const page = document.currentPageId;
  const image = document.images.add(pngOf(4, 4, [1, 2, 3, 4]));
  if (typeof image === 'string') throw new Error(image);
  const frame = document.create('FRAME', page);
  const [bottom, middle] = [document.create('RECTANGLE', frame), document.create('ELLIPSE', frame)];
  document.create('STAR', frame);
  document.update(middle, { fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: image.hash }] });
  document.setPosition(middle, 12, 34);
  document.setSelection([middle]);
  document.history.commit();
  const before = JSON.stringify(saveDocument(document));

  document.act(() => document.remove(middle));
  document.act(() => document.remove(frame));
  expect(document.selection()).toEqual([]);
  document.history.undo();
  document.history.undo();
  expect(JSON.stringify(saveDocument(document))).toBe(before);
  expect(document.get(frame).childIds.indexOf(bottom)).toBe(0);
  expect(document.selection()).toEqual([middle]);
  expect(document.images.find(image.hash)?.bytes).toEqual(pngOf(4, 4, [1, 2, 3, 4]));
});

test('a new action ends what could be made again', () => {
  const document = new Document();
  document.act(() => document.create('RECTANGLE', document.currentPageId));
  document.history.undo();
  document.act(() => document.create('ELLIPSE', document.currentPageId));
  expect(document.history.redo()).toBe(false);
  expect(document.history.undoDepth).toBe(1);
});

test('ids of layers that undo took away are not given again', async () => {
  const document = new Document();
  const first = document.act(() => document.create('RECTANGLE', document.currentPageId));
  document.history.undo();
  const second = document.act(() => document.create('RECTANGLE', document.currentPageId));
  expect(second).not.toBe(first);
});

test('selecting alone is no step', async () => {
  const document = new Document();
  document.act(() => document.create('RECTANGLE', document.currentPageId));
  const lines = await linesOf(
    'figma.currentPage.selection = figma.currentPage.children; figma.commitUndo();',
    {
      document,
    },
  );
  expect(lines).toEqual([]);
  expect(document.history.undoDepth).toBe(1);
});
