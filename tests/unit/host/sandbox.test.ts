import { expect, test } from 'vitest';
import { linesOf, runPlugin } from './plugin-harness.ts';

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
