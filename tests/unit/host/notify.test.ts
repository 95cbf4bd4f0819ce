import { expect, test } from 'vitest';
import type { NotifyPort } from '../../host/plugin-runtime/ports.ts';
import { Desk, pause, runPlugin } from './plugin-harness.ts';

test('a note is cut at 100 characters and stays three seconds by default', async () => {
  const { desk } = await runPlugin(
    "figma.notify('x'.repeat(150)); figma.notify('e', { error: true, timeout: Infinity });",
  );
  expect(desk.notes[0]).toMatchObject({ message: 'x'.repeat(100), error: false, timeoutMs: 3000 });
  expect(desk.notes[1]).toMatchObject({ error: true, timeoutMs: Number.POSITIVE_INFINITY });
});

test('the button’s action runs in the plugin and keeps the note by answering false', async () => {
  const { desk } = await runPlugin(`
    figma.notify('a', { button: { text: 'Stay', action: () => { console.log('stay'); return false; } } });
    figma.notify('b', { button: { text: 'Go', action: () => { console.log('go'); } } });
  `);
  expect(desk.notes.map((note) => note.buttonText)).toEqual(['Stay', 'Go']);
  expect(desk.notes.map((note) => note.press())).toEqual([false, true]);
  expect(desk.lines).toEqual(['stay', 'go']);
});

test('onDequeue tells why a note went; cancel takes it down', async () => {
  const { desk } = await runPlugin(`
    figma.notify('a', { onDequeue: (reason) => console.log(reason) });
    const note = figma.notify('b', { timeout: Infinity });
    setTimeout(() => note.cancel(), 5);
  `);
  desk.notes[0]?.dequeue('dismiss');
  expect(desk.lines).toEqual(['dismiss']);
  await pause(20);
  expect(desk.notes[1]?.isCancelled).toBe(true);
});

test('an editor that takes a note down at once tells the plugin after its code has run', async () => {
  const desk = new Desk();
  const notify: NotifyPort = {
    show: (_note, events) => ({ cancel: () => events.onDequeue('dismiss') }),
  };
  Object.defineProperty(desk, 'ports', { value: { ...desk.ports, notify } });
  await runPlugin(
    `const note = figma.notify('a', { onDequeue: (reason) => console.log('gone', reason) });
     note.cancel();
     console.log('cancelled');`,
    { desk },
  );
  await pause(20);
  expect(desk.lines).toEqual(['cancelled', 'gone dismiss']);
});
