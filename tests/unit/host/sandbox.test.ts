import { expect, test } from 'vitest';
import { toBase64 } from '../../host/document/base64.ts';
import { Document } from '../../host/document/document.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { finished, linesOf, pngOf, runPlugin, wrapped } from './plugin-harness.ts';

test('plugin code has the language and the globals that Figma lists, and nothing of a browser', async () => {
  const lines = await linesOf(`
    for (const name of ['TextDecoder', 'TextEncoder', 'atob', 'btoa', 'performance', 'crypto', 'URL', 'queueMicrotask',
                        'window', 'document', 'XMLHttpRequest', 'navigator', 'process', 'require'])
      print(name, typeof globalThis[name]);
    print('console.debug', typeof console.debug);
    for (const name of ['figma', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'console'])
      print(name, typeof globalThis[name]);
  `);
  expect(lines.slice(0, 15).every((line) => line.endsWith('undefined'))).toBe(true);
  expect(lines.slice(15)).toEqual([
    'figma object',
    'fetch function',
    'setTimeout function',
    'clearTimeout function',
    'setInterval function',
    'clearInterval function',
    'console object',
  ]);
});

test('errors have the wording of QuickJS', async () => {
  const lines = await linesOf(`
    print(refused(() => { let missing; missing.x; }));
    print(refused(() => { const notAFunction = 1; notAFunction(); }));
    print(refused(() => { const [first] = undefined; }));
  `);
  expect(lines).toEqual([
    "cannot read property 'x' of undefined",
    'not a function',
    "cannot read property 'Symbol.iterator' of undefined",
  ]);
});

test.each([
  ['import("x")', 1],
  ['const a = 1;\nconst html = "<script>import (\'y\')</script>";', 2],
  ['\n\n// import(z)', 3],
])('code with the text of an import expression is refused: %j', async (code, line) => {
  await expect(runPlugin(code)).rejects.toThrow(
    new SyntaxError(`possible import expression rejected around line ${line}`),
  );
});

test('words that only look like an import run', async () => {
  expect(await linesOf('const important = 1; const o = { reimport() {} }; print(important);')).toEqual(['1']);
});

test('the globals for the manifest’s ui hold its contents and are undefined without', async () => {
  expect(await linesOf('print(typeof __html__, typeof __uiFiles__)')).toEqual(['undefined undefined']);
  expect(await linesOf('print(__html__)', { html: '<p>panel</p>' })).toEqual(['<p>panel</p>']);
  expect(await linesOf('print(__uiFiles__.main)', { uiFiles: { main: '<p>a</p>' } })).toEqual(['<p>a</p>']);
});

test('structuredClone copies values and bytes', async () => {
  const lines = await linesOf(`
    const value = { list: [1, 2], bytes: new Uint8Array([1, 2, 3]), when: new Date(5) };
    const copy = structuredClone(value);
    value.list[0] = 9; value.bytes[0] = 9;
    print(copy.list[0], copy.bytes[0], copy.when.getTime(), refused(() => structuredClone(() => 1)));
  `);
  expect(lines).toEqual(['1 1 5 Cannot unwrap function']);
});

test('timers run in order, repeat, and can be cleared', async () => {
  const lines = await linesOf(`
    setTimeout((text) => print(text), 5, 'second');
    setTimeout(() => print('first'), 0);
    clearTimeout(setTimeout(() => print('never'), 1));
    let count = 0;
    await new Promise((resolve) => {
      const timer = setInterval(() => { count += 1; if (count === 3) { clearInterval(timer); resolve(); } }, 10);
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
    print(count);
  `);
  expect(lines).toEqual(['first', 'second', '3']);
});

test('the watchdog sees a loop over pixels and counts the bytes that cross', async () => {
  const document = new Document();
  const png = pngOf(64, 64, [255, 0, 0, 255]);
  const probe = await runPlugin(
    wrapped(`
      const image = figma.createImage(figma.base64Decode('${toBase64(png)}'));
      await image.getBytesAsync();
      let sum = 0;
      for (let pixel = 0; pixel < 3000000; pixel++) sum += pixel & 255;
      print(sum);
    `),
    { document },
  );
  await finished(probe);
  const { metrics } = probe.runtime;
  expect(metrics.blocks.length).toBeGreaterThan(0);
  expect(metrics.longestStayMs).toBeGreaterThan(50);
  expect(metrics.totalWork).toBeGreaterThan(250);
  expect(metrics.bytesOut).toBe(png.length);
  expect(metrics.bytesIn).toBe(2 * png.length);
  expect(metrics.calls.get('createImage')).toBe(1);
});

test('a plugin that moves bytes and touches no pixel does next to nothing in QuickJS', async () => {
  const png = pngOf(2048, 1024, [1, 2, 3, 255]);
  const document = new Document();
  const image = document.images.add(png);
  if (typeof image === 'string') throw new Error(image);
  const probe = await runPlugin(
    wrapped(`
      figma.showUI('<p>panel</p>');
      figma.ui.postMessage(await figma.getImageByHash('${image.hash}').getBytesAsync());
    `),
    { document },
  );
  probe.runtime.panelLoaded();
  await finished(probe);
  expect(probe.desk.toPanel[0]?.message).toEqual(png);
  expect(probe.runtime.metrics.totalWork).toBeLessThan(3);
});

test('an endless loop is stopped after a while and reported', async () => {
  const faults = new Faults();
  faults.maxBlockMs = 1000;
  const { desk } = await runPlugin('for (;;) {}', { faults });
  expect(desk.errors[0]).toContain('interrupted');
  expect(desk.closed).toHaveLength(1);
});

test('an error in the plugin’s code ends it with a note and the error in the console', async () => {
  const { desk, runtime } = await runPlugin('let missing; missing.x');
  expect(desk.errors[0]).toContain("cannot read property 'x' of undefined");
  expect(desk.notes[0]).toMatchObject({ error: true });
  expect(runtime.isOpen).toBe(false);
});
