import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { Desk, finished, linesOf, pause, pngOf, runPlugin, wrapped } from './plugin-harness.ts';

async function jobsOf(body: string, faults = new Faults()) {
  const desk = new Desk();
  const lines = await linesOf(body, { desk, faults });
  return { jobs: desk.jobs, lines };
}

test('an export without settings is a PNG at 1x of what the layer draws', async () => {
  const { jobs, lines } = await jobsOf(`
    const node = figma.createRectangle();
    node.x = 50; node.resize(40, 30);
    print((await node.exportAsync()) instanceof Uint8Array);
  `);
  expect(lines).toEqual(['true']);
  expect(jobs[0]).toMatchObject({
    format: 'PNG',
    widthPx: 40,
    heightPx: 30,
    region: { x: 50, y: 0, width: 40, height: 30 },
    contentsOnly: true,
    colorProfile: 'DOCUMENT',
  });
});

test('SCALE, WIDTH and HEIGHT size the picture; settings go with it', async () => {
  const { jobs } = await jobsOf(`
    const node = figma.createRectangle();
    node.resize(40, 30);
    for (const constraint of [{ type: 'SCALE', value: 0.5 }, { type: 'WIDTH', value: 200 }, { type: 'HEIGHT', value: 60 }])
      await node.exportAsync({ format: 'JPG', constraint, contentsOnly: false, colorProfile: 'SRGB' });
  `);
  expect(jobs.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([
    [20, 15],
    [200, 150],
    [80, 60],
  ]);
  expect(jobs[0]).toMatchObject({ format: 'JPG', contentsOnly: false, colorProfile: 'SRGB' });
});

test('useAbsoluteBounds covers the layer’s box; without it the picture covers what is drawn', async () => {
  const { jobs } = await jobsOf(`
    const frame = figma.createFrame();
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    inner.x = 60; inner.strokes = [{ type: 'SOLID', color: { r: 0, g: 0, b: 0 } }];
    inner.strokeWeight = 8; inner.strokeAlign = 'CENTER';
    await inner.exportAsync({ format: 'PNG' });
    await inner.exportAsync({ format: 'PNG', useAbsoluteBounds: true });
    frame.clipsContent = false;
    await inner.exportAsync({ format: 'PNG' });
  `);
  expect(jobs.map(({ region }) => region)).toEqual([
    { x: 56, y: 0, width: 44, height: 100 },
    { x: 60, y: 0, width: 100, height: 100 },
    { x: 56, y: -4, width: 108, height: 108 },
  ]);
});

test('a turned layer is exported in the box around it', async () => {
  const { jobs } = await jobsOf(`
    const node = figma.createRectangle();
    node.resize(100, 50); node.rotation = 90;
    await node.exportAsync({ format: 'PNG', useAbsoluteBounds: true });
  `);
  expect(jobs[0]).toMatchObject({
    widthPx: 50,
    heightPx: 100,
    region: { x: 0, y: -100, width: 50, height: 100 },
  });
});

test.each([
  ['floor', 10],
  ['round', 11],
  ['ceil', 11],
] as const)('fractional sizes can be rounded by %s', async (exportRounding, widthPx) => {
  const faults = new Faults();
  faults.exportRounding = exportRounding;
  const { jobs } = await jobsOf(
    "const node = figma.createRectangle(); node.resize(21.2, 1); await node.exportAsync({ format: 'PNG', constraint: { type: 'SCALE', value: 0.5 } });",
    faults,
  );
  expect(jobs[0]).toMatchObject({ widthPx, heightPx: 1 });
});

test('unknown settings are refused in the words of Figma’s validation', async () => {
  const { lines } = await jobsOf(`
    const node = figma.createRectangle();
    print(await rejected(() => node.exportAsync({ format: 'PNG', quality: 5 })));
    print(await rejected(() => node.exportAsync({ format: 'BMP' })));
  `);
  expect(lines).toEqual([
    "in exportAsync: Property 'settings' failed validation: Unrecognized key(s) in object: 'quality'",
    "in exportAsync: Property 'settings' failed validation: Invalid enum value. Expected 'PNG' | 'JPG', received 'BMP' at .format",
  ]);
});

test('hidden, empty and clipped layers are not exported', async () => {
  const refusal = 'Failed to export node. This node may not have any visible layers.';
  const { lines } = await jobsOf(`
    const frame = figma.createFrame();
    const inner = figma.createRectangle();
    frame.appendChild(inner);
    inner.x = 500;
    print(await rejected(() => inner.exportAsync()));
    frame.visible = false;
    print(await rejected(() => frame.exportAsync({ format: 'PNG', useAbsoluteBounds: true })));
    frame.visible = true; frame.fills = [];
    print(await rejected(() => frame.exportAsync()));
  `);
  expect(lines).toEqual([refusal, refusal, refusal]);
});

test('an empty layer can give a tiny transparent picture instead', async () => {
  const faults = new Faults();
  faults.emptyExport = 'transparent';
  const { lines } = await jobsOf(
    'const frame = figma.createFrame(); frame.fills = []; print(figma.base64Encode(await frame.exportAsync()));',
    faults,
  );
  const { width, height, data, channels } = decode(Buffer.from(lines[0] ?? '', 'base64'));
  expect([width, height, channels]).toEqual([1, 1, 4]);
  expect(data.at(-1)).toBe(0);
});

test('a picture beyond the limit is not exported', async () => {
  const faults = new Faults();
  faults.maxExportSidePx = 4096;
  const { lines, jobs } = await jobsOf(
    `const node = figma.createRectangle();
     node.resize(4097, 10);
     print(await rejected(() => node.exportAsync()));
     await node.exportAsync({ format: 'PNG', constraint: { type: 'SCALE', value: 0.5 } });`,
    faults,
  );
  expect(lines).toEqual(['Target is too large to export as an image.']);
  expect(jobs).toHaveLength(1);
});

test('the first export of a new image can show it white, the second is right', async () => {
  const faults = new Faults();
  faults.whiteFirstExport = true;
  const document = new Document();
  const desk = new Desk();
  const png = Buffer.from(pngOf(4, 4, [255, 0, 0, 255])).toString('base64');
  const lines = await linesOf(
    `const { hash } = figma.createImage(figma.base64Decode('${png}'));
     const node = figma.createRectangle();
     node.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: hash }];
     await node.exportAsync(); await node.exportAsync();
     print(hash);`,
    { document, desk, faults },
  );
  expect(desk.jobs.map((job) => [...job.undecodedImages])).toEqual([lines, []]);
});

test('an export can be made to fail, and every call to take its time', async () => {
  const faults = new Faults();
  faults.failNext('exportAsync', 'Failed to export node. This node may not have any visible layers.');
  faults.latencyMs = (operation) => (operation === 'exportAsync' ? 60 : 0);
  const started = performance.now();
  const { lines } = await jobsOf(
    'const node = figma.createRectangle(); print(await rejected(() => node.exportAsync())); print(await rejected(() => node.exportAsync()));',
    faults,
  );
  expect(lines).toEqual(['Failed to export node. This node may not have any visible layers.', 'no error']);
  expect(performance.now() - started).toBeGreaterThan(110);
});

test('a result that arrives after the plugin was closed goes nowhere', async () => {
  const faults = new Faults();
  faults.latencyMs = 30;
  const probe = await runPlugin(
    wrapped("const node = figma.createRectangle(); await node.exportAsync(); print('exported');"),
    { faults },
  );
  probe.runtime.close();
  await pause(60);
  expect(probe.desk.lines).toEqual([]);
  expect(probe.desk.errors).toEqual([]);
});

test('a result may arrive after the person selected something else and left the page', async () => {
  const faults = new Faults();
  const document = new Document();
  const other = document.create('PAGE', document.rootId);
  const id = document.create('RECTANGLE', document.currentPageId);
  document.setSelection([id]);
  faults.during('exportAsync', () => document.act(() => document.setCurrentPage(other)));
  const probe = await runPlugin(
    wrapped(
      'const [node] = figma.currentPage.selection; await node.exportAsync(); print(figma.currentPage.id, node.removed);',
    ),
    { faults, document },
  );
  await finished(probe);
  expect(probe.desk.lines).toEqual([`${other} false`]);
});
