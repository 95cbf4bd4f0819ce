import { expect, test } from 'vitest';
import { finished, linesOf, pause, runPlugin, wrapped } from './plugin-harness.ts';

test('messages wait until the panel has loaded and keep their order', async () => {
  const probe = await runPlugin("figma.showUI('x'); figma.ui.postMessage(1); figma.ui.postMessage(2);");
  expect(probe.desk.toPanel).toEqual([]);
  probe.runtime.panelLoaded();
  expect(probe.desk.toPanel.map(({ message }) => message)).toEqual([1, 2]);
});

test('a message is a deep copy, with bytes as bytes and dates as dates', async () => {
  const probe = await runPlugin(`
    figma.showUI('x');
    const message = { list: [1, { deep: true }], none: null, missing: undefined, when: new Date(86400000),
                      bytes: new Uint8Array([9, 8, 7, 6]).subarray(1, 3), not: NaN };
    figma.ui.postMessage(message);
    message.list[1].deep = false;
  `);
  probe.runtime.panelLoaded();
  const { message } = probe.desk.toPanel[0] ?? {};
  expect(message).toEqual({
    list: [1, { deep: true }],
    none: null,
    missing: undefined,
    when: new Date(86_400_000),
    bytes: new Uint8Array([8, 7]),
    not: Number.NaN,
  });
});

test('what is no plain value does not cross from the sandbox', async () => {
  const lines = await linesOf(`
    figma.showUI('x');
    print(refused(() => figma.ui.postMessage(figma.mixed)));
    print(refused(() => figma.ui.postMessage({ a: [Symbol('s')] })));
    print(refused(() => figma.ui.postMessage({ callback() {} })));
    print(refused(() => figma.ui.postMessage(new ArrayBuffer(4))));
    print(refused(() => figma.ui.postMessage({ samples: new Float32Array(2) })));
  `);
  expect(lines[0]).toBe('in postMessage: Cannot unwrap symbol');
  expect(lines[1]).toBe('in postMessage: Cannot unwrap symbol');
  expect(lines[2]).toBe('in postMessage: Cannot unwrap function');
  expect(lines[3]).toContain('Cannot unwrap ArrayBuffer');
  expect(lines[4]).toContain('Cannot unwrap Float32Array');
});

test('what is no plain value does not cross from the panel either', async () => {
  const { desk, runtime } = await runPlugin(
    "figma.showUI('x'); figma.ui.onmessage = (message) => console.log(typeof message);",
  );
  runtime.receivePanelMessage(new ArrayBuffer(8), 'null');
  runtime.receivePanelMessage({ blob: new Blob([]) }, 'null');
  runtime.receivePanelMessage(new Float32Array(2), 'null');
  expect(desk.lines).toEqual([]);
  expect(desk.errors).toHaveLength(3);
  expect(desk.errors[0]).toContain('in postMessage: Cannot unwrap ArrayBuffer');
});

test('a message without a panel throws', async () => {
  const lines = await linesOf("print(refused(() => figma.ui.postMessage('hello')))");
  expect(lines[0]).toMatch(/^No UI to send a message to/);
});

test('listeners get the message and the origin of the document that sent it', async () => {
  const { desk, runtime } = await runPlugin(`
    figma.showUI('x');
    figma.ui.onmessage = (message, props) => console.log('first', message.n, message.bytes, props.origin);
    const second = (message) => console.log('second', message.n);
    figma.ui.on('message', second);
    figma.ui.once('message', () => { console.log('once'); figma.ui.off('message', second); });
  `);
  runtime.receivePanelMessage({ n: 1, bytes: new Uint8Array([1, 2]) }, 'null');
  runtime.receivePanelMessage({ n: 2 }, 'https://example.com');
  expect(desk.lines).toEqual([
    'first 1 Uint8Array(2) null',
    'second 1',
    'once',
    'first 2 undefined https://example.com',
  ]);
});

test('the origin that a message is meant for goes with it', async () => {
  const { desk, runtime } = await runPlugin(
    "figma.showUI('x'); figma.ui.postMessage(1); figma.ui.postMessage(2, { origin: 'https://example.com' })",
  );
  runtime.panelLoaded();
  expect(desk.toPanel.map(({ targetOrigin }) => targetOrigin)).toEqual(['*', 'https://example.com']);
});

test('a second showUI replaces the first panel, and what waited for that is lost', async () => {
  const { desk, runtime } = await runPlugin(`
    figma.showUI('first', { title: 'One' });
    figma.ui.postMessage('for the first');
    figma.showUI('second', { width: 20, height: -5, themeColors: true, position: { x: 1, y: 2 } });
    figma.ui.postMessage('for the second');
  `);
  runtime.panelLoaded();
  expect(desk.panels.map(({ html }) => html)).toEqual(['first', 'second']);
  expect(desk.panels[0]?.options).toMatchObject({
    title: 'One',
    width: 300,
    height: 200,
    themeColors: false,
  });
  expect(desk.panels[1]?.options).toMatchObject({
    title: 'Probe',
    width: 70,
    height: 0,
    themeColors: true,
    position: { x: 1, y: 2 },
  });
  expect(desk.toPanel.map(({ message }) => message)).toEqual(['for the second']);
});

test('hide and show keep the plugin running; resize clamps; getPosition needs a panel', async () => {
  const lines = await linesOf(`
    print(refused(() => figma.ui.getPosition()));
    print(refused(() => figma.ui.resize(100, 100)));
    figma.showUI('x', { visible: false });
    figma.ui.show();
    figma.ui.resize(10, -1);
    figma.ui.hide();
    print(figma.ui.getPosition().canvasSpace.x);
    figma.ui.close();
    print(refused(() => figma.ui.getPosition()));
  `);
  expect(lines).toEqual([
    'in getPosition: No UI available',
    'in resize: No UI available',
    'panel visible: true',
    'panel size: 70x0',
    'panel visible: false',
    '3',
    'in getPosition: No UI available',
  ]);
});

test('every message is counted with its bytes', async () => {
  const probe = await runPlugin(
    wrapped(
      "figma.showUI('x'); figma.ui.postMessage(new Uint8Array(1000000)); await new Promise(r => figma.ui.once('message', r));",
    ),
  );
  probe.runtime.panelLoaded();
  probe.runtime.receivePanelMessage(new Uint8Array(500_000), 'null');
  await finished(probe);
  const [sent, received] = probe.runtime.metrics.messages;
  expect(sent?.direction).toBe('toPanel');
  expect(sent?.bytes).toBeGreaterThanOrEqual(1_000_000);
  expect(received?.bytes).toBeGreaterThanOrEqual(500_000);
  expect(probe.runtime.metrics.largestMessageBytes).toBeLessThan(1_000_200);
});

test('messages that arrive after the plugin was closed go nowhere', async () => {
  const { desk, runtime } = await runPlugin(
    "figma.showUI('x'); figma.ui.onmessage = () => console.log('heard');",
  );
  runtime.close();
  runtime.receivePanelMessage('late', 'null');
  await pause(10);
  expect(desk.lines).toEqual([]);
  expect(desk.panels[0]?.isOpen).toBe(false);
});
