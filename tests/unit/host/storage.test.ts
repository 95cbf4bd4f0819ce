import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { Desk, linesOf, MANIFEST } from './plugin-harness.ts';

test('plugin data is kept per key, "" deletes, and a missing key is ""', async () => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    print(JSON.stringify(node.getPluginData('a')));
    node.setPluginData('a', 'one'); node.setPluginData('b', 'two');
    print(node.getPluginData('a'), node.getPluginDataKeys().sort().join());
    node.setPluginData('a', '');
    print(node.getPluginDataKeys().join());
    figma.root.setPluginData('document', 'yes');
    print(figma.root.getPluginData('document'));
  `);
  expect(lines).toEqual(['""', 'one a,b', 'b', 'yes']);
});

test('plugin data of more than 100 kB, or without a plugin id, is refused', async () => {
  const tooMuch = await linesOf(`
    const node = figma.createRectangle();
    print(refused(() => node.setPluginData('key', 'x'.repeat(100001))));
    print(refused(() => node.setPluginData('key', 'x'.repeat(99000))));
    print(refused(() => node.setPluginData('key', '漢'.repeat(34000))));
  `);
  const sentence = 'in setPluginData: This pluginData entry exceeds 100 kB per entry limit.';
  expect(tooMuch).toEqual([sentence, 'no error', sentence]);

  const { id: _id, ...withoutId } = MANIFEST;
  const lines = await linesOf(
    `const node = figma.createRectangle();
     print(refused(() => node.setPluginData('key', 'x')));
     print(typeof figma.pluginId);`,
    { manifest: withoutId },
  );
  expect(lines).toEqual([
    'in setPluginData: Cannot set private plugin data in a plugin without an ID. Make sure your plugin manifest has a valid "id" field.',
    'undefined',
  ]);
});

test('shared plugin data has namespaces of at least three characters; plugins do not see each other’s private data', async () => {
  const document = new Document();
  const id = document.create('RECTANGLE', document.currentPageId);
  const body = `const node = await figma.getNodeByIdAsync('${id}');`;
  const first = await linesOf(
    `${body}
     print(refused(() => node.setSharedPluginData('ab', 'k', 'v')).slice(0, 58));
     node.setSharedPluginData('space', 'k', 'shared'); node.setPluginData('k', 'private');
     print(node.getSharedPluginDataKeys('space').join());`,
    { document },
  );
  expect(first).toEqual(['in setSharedPluginData: The namespace must be at least 3 c', 'k']);
  const second = await linesOf(
    `${body} print(node.getSharedPluginData('space', 'k'), JSON.stringify(node.getPluginData('k')));`,
    { document, manifest: { ...MANIFEST, id: '42' } },
  );
  expect(second).toEqual(['shared ""']);
});

test('clientStorage keeps values and bytes over runs, undefined for what is missing', async () => {
  const desk = new Desk();
  await linesOf(
    `await figma.clientStorage.setAsync('settings', { seed: 5, bytes: new Uint8Array([1, 2, 255]) });
     await figma.clientStorage.setAsync('gone', 1);
     await figma.clientStorage.deleteAsync('gone');`,
    { desk },
  );
  const lines = await linesOf(
    `const { seed, bytes } = await figma.clientStorage.getAsync('settings');
     print(seed, bytes.join(), (await figma.clientStorage.keysAsync()).join());
     print(await figma.clientStorage.getAsync('gone'));`,
    { desk },
  );
  expect(lines).toEqual(['5 1,2,255 settings', 'undefined']);
});

test('clientStorage has a quota for each plugin and refuses what is beyond, keeping what was there', async () => {
  const faults = new Faults();
  expect(faults.clientStorageQuotaBytes).toBe(5_000_000);
  faults.clientStorageQuotaBytes = 50_000;
  const lines = await linesOf(
    `await figma.clientStorage.setAsync('a', new Uint8Array(40000));
     print((await rejected(() => figma.clientStorage.setAsync('b', new Uint8Array(11000)))).slice(0, 30));
     print((await rejected(() => figma.clientStorage.setAsync('b', 'x'.repeat(11000)))).slice(0, 30));
     print((await figma.clientStorage.keysAsync()).join());
     await figma.clientStorage.setAsync('a', new Uint8Array(49000));
     print((await figma.clientStorage.getAsync('a')).length);`,
    { faults },
  );
  expect(lines).toEqual(['in setAsync: Exceeded quota: c', 'in setAsync: Exceeded quota: c', 'a', '49000']);
});

test('relaunch data replaces what was there and refuses long descriptions', async () => {
  const lines = await linesOf(`
    const node = figma.createRectangle();
    node.setRelaunchData({ again: 'Generate again' });
    node.setRelaunchData({ edit: '' });
    print(JSON.stringify(node.getRelaunchData()));
    print(refused(() => node.setRelaunchData({ again: 'x'.repeat(1001) })));
  `);
  expect(lines).toEqual([
    '{"edit":""}',
    'in setRelaunchData: Relaunch data description must be at most 1000 characters long',
  ]);
});
