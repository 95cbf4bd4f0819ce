import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { loadDocument, saveDocument } from '../../host/document/document-json.ts';
import { createSampleDocument } from '../../host/sample-document.ts';

test('a document that is written down and opened again is the same, pictures included', () => {
  const document = createSampleDocument();
  const json = JSON.parse(JSON.stringify(saveDocument(document)));
  const copy = loadDocument(json);
  expect(saveDocument(copy)).toEqual(saveDocument(document));
  expect(copy.images.all().map((image) => image.hash)).toEqual(
    document.images.all().map((image) => image.hash),
  );
  expect(copy.history.undoDepth).toBe(0);
  const added = copy.create('RECTANGLE', copy.currentPageId);
  expect(document.find(added)).toBeUndefined();
});

test('the sample has one layer of every kind that a plugin meets first', () => {
  const document = createSampleDocument();
  const types = new Set(document.descendantsOf(document.rootId).map((node) => node.type));
  for (const type of ['FRAME', 'GROUP', 'COMPONENT', 'INSTANCE', 'TEXT', 'RECTANGLE', 'ELLIPSE'] as const) {
    expect(types).toContain(type);
  }
  const hero = document.descendantsOf(document.rootId).find((node) => node.name === 'Hero');
  expect(hero).toMatchObject({ type: 'FRAME', width: 640, height: 480 });
  expect(document.images.all().length).toBeGreaterThan(0);
  expect(document.descendantsOf(document.rootId).some((node) => node.layoutMode !== 'NONE')).toBe(true);
});

test('the sample is the same every time', () => {
  expect(saveDocument(createSampleDocument())).toEqual(saveDocument(createSampleDocument()));
});

test.each([
  ['nothing', null, 'not a document'],
  ['another format', { format: 'fig' }, 'not a document'],
  ['no pages', { ...saveDocument(new Document()), pages: [] }, 'lacks pages'],
  [
    'an unknown type',
    { ...saveDocument(new Document()), pages: [{ id: '0:1', type: 'WIDGET' }] },
    'unknown type',
  ],
  [
    'an unknown property',
    { ...saveDocument(new Document()), pages: [{ id: '0:1', type: 'PAGE', props: { colour: 'red' } }] },
    'unreadable property "colour"',
  ],
  ['a broken image', { ...saveDocument(new Document()), images: ['AAAA'] }, 'image that cannot be opened'],
])('%s is no document', (_what, json, message) => {
  expect(() => loadDocument(json)).toThrow(message);
});
