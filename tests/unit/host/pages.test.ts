import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { linesOf } from './plugin-harness.ts';

function withTwoPages(): { document: Document; other: string; rectangle: string } {
  const document = new Document();
  const other = document.create('PAGE', document.rootId, { name: 'Page 2' });
  const rectangle = document.create('RECTANGLE', other);
  return { document, other, rectangle };
}

const MUST_LOAD = (access: string) =>
  `Cannot access ${access} on a page that has not been explicitly loaded. Remember to call \`await page.loadAsync()\` or \`await figma.loadAllPagesAsync()' first.`;

test('the synchronous ways to nodes and styles throw under dynamic-page', async () => {
  const lines = await linesOf(
    `
    print(refused(() => figma.getNodeById('0:1')));
    print(refused(() => figma.getStyleById('S:1')));
    print(refused(() => { figma.currentPage = figma.root.children[1]; }));
    const instance = figma.createComponent().createInstance();
    print(refused(() => instance.mainComponent));
    print((await instance.getMainComponentAsync()).type);
  `,
    withTwoPages(),
  );
  expect(lines).toEqual([
    'in getNodeById: Cannot call with documentAccess: dynamic-page. Use figma.getNodeByIdAsync instead.',
    'in getStyleById: Cannot call with documentAccess: dynamic-page. Use figma.getStyleByIdAsync instead.',
    'in set_currentPage: Cannot call with documentAccess: dynamic-page. Use figma.setCurrentPageAsync instead.',
    'in get_mainComponent: Cannot call with documentAccess: dynamic-page. Use node.getMainComponentAsync instead.',
    'COMPONENT',
  ]);
});

test('a page other than the current one shows nothing of itself until it is loaded', async () => {
  const lines = await linesOf(
    `
    const page = figma.root.children[1];
    print(page.name);
    print(refused(() => page.children));
    print(refused(() => page.findAll()));
    print(refused(() => page.appendChild(figma.createRectangle())));
    print(refused(() => page.insertChild(0, figma.createRectangle())));
    print(await rejected(() => page.exportAsync()));
    print(refused(() => figma.root.findAll()));
    await page.loadAsync();
    print(page.children.length);
    page.appendChild(figma.createRectangle());
    print(page.findAll().length);
  `,
    withTwoPages(),
  );
  expect(lines).toEqual([
    'Page 2',
    `in get_children: ${MUST_LOAD('property `children`')}`,
    `in findAll: ${MUST_LOAD('method `findAll()`')}`,
    `in appendChild: ${MUST_LOAD('method `appendChild()`')}`,
    `in insertChild: ${MUST_LOAD('method `insertChild()`')}`,
    `in exportAsync: ${MUST_LOAD('method `exportAsync()`')}`,
    expect.stringMatching(/^in findAll: Cannot access method `findAll\(\)`/),
    '1',
    '2',
  ]);
});

test('the current page is loaded, and so is one that is switched to', async () => {
  const lines = await linesOf(
    `
    print(figma.currentPage.children.length);
    const page = figma.root.children[1];
    await figma.setCurrentPageAsync(page);
    print(figma.currentPage.name, page.children.length);
    await figma.loadAllPagesAsync();
    print(figma.root.findAll((node) => node.type === 'RECTANGLE').length);
  `,
    withTwoPages(),
  );
  expect(lines).toEqual(['0', 'Page 2 1', '1']);
});

test('getNodeByIdAsync gives the one wrapper of a layer, and null for what is not there', async () => {
  const { document, rectangle } = withTwoPages();
  const lines = await linesOf(
    `
    const node = await figma.getNodeByIdAsync('${rectangle}');
    print(node.type, node === await figma.getNodeByIdAsync('${rectangle}'));
    node.remove();
    print(await figma.getNodeByIdAsync('${rectangle}'));
    print(await figma.getNodeByIdAsync('99:99'));
  `,
    { document },
  );
  expect(lines).toEqual(['RECTANGLE true', 'null', 'null']);
});
