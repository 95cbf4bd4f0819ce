import { build } from 'esbuild';
import { getQuickJS } from 'quickjs-emscripten';
import { expect, test } from 'vitest';

/** Both ends of a wire in one room, over posts that take a turn of the job queue each. */
const program = `
  import { connect } from './protocol/client.ts';
  import { hostAnswerSchemas, hostParamSchemas } from './protocol/host-schemas.ts';
  import { inPieces } from './protocol/pieces.ts';
  import { serve } from './protocol/server.ts';

  const ends = [{}, {}].map((end, i, all) => ({
    post: (message) => void Promise.resolve().then(() => ends[1 - i].deliver(message)),
    listen(listener) { this.deliver = listener; },
  }));
  const unserved = () => { throw new Error('not here'); };
  const names = Object.keys(hostParamSchemas);
  const handlers = Object.fromEntries(names.map((name) => [name, unserved]));
  handlers.exportTarget = async ({ scale }) => ({
    png: new Uint8Array(100).fill(scale), box: { x: 0, y: 0, width: 5, height: 5 }, isCutOut: false, isWindow: false,
  });
  handlers.exportMask = (params, { cancelled }) => new Promise((resolve, reject) => {
    cancelled.onCancel(() => { told.push('cancelled there'); reject(new Error('stopped')); });
  });
  const server = serve(inPieces(ends[0], { pieceBytes: 16 }), handlers, { schemas: hostParamSchemas });
  const client = connect(inPieces(ends[1], { pieceBytes: 16 }), { schemas: hostAnswerSchemas });
  const told = [];
  client.on('selectionChanged', ({ kind }) => told.push(kind));
  const codeOf = (call) => call.then(() => 'fine', (error) => error.code);
  (async () => {
    const { png } = await client.call('exportTarget', { target: '1:2', masks: [], scale: 7 });
    told.push(png.length, png[99], png instanceof Uint8Array);
    told.push(await codeOf(client.call('exportTarget', { target: '1:2', masks: [], scale: 0 / 0 })));
    told.push(await codeOf(client.call('exportTarget', { target: '', masks: [], scale: 1 })));
    told.push(await codeOf(client.call('__proto__')));
    server.emit('selectionChanged', { kind: 'nothing' });
    const listeners = [];
    const signal = { aborted: false, addEventListener: (_, f) => listeners.push(f), removeEventListener() {} };
    const call = codeOf(client.call('exportMask', { mask: '1:3', scale: 1 }, { signal }));
    for (let i = 0; i < 20; i++) await null;
    listeners.forEach((f) => f());
    told.push(await call);
    for (let i = 0; i < 20; i++) await null;
    globalThis.report = JSON.stringify(told);
  })().catch((error) => { globalThis.report = String(error) + error.stack; });
`;

test('the protocol runs on what QuickJS has, without timers', async () => {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2017',
  });
  const vm = (await getQuickJS()).newContext();
  try {
    vm.unwrapResult(vm.evalCode(outputFiles[0]?.text ?? '')).dispose();
    vm.unwrapResult(vm.runtime.executePendingJobs());
    const report = vm.getProp(vm.global, 'report').consume((handle) => vm.getString(handle));
    expect(report).toBe(
      JSON.stringify([
        100,
        7,
        true,
        'bad-message',
        'bad-message',
        'unknown-method',
        'nothing',
        'cancelled there',
        'cancelled',
      ]),
    );
  } finally {
    vm.dispose();
  }
});
