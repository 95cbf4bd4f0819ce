import { expect, test } from 'vitest';
import { Document } from '../../host/document/document.ts';
import { Faults } from '../../host/plugin-runtime/faults.ts';
import { Desk, finished, linesOf, MANIFEST, pause, pngOf, runPlugin, wrapped } from './plugin-harness.ts';

test('closePlugin lets later lines run, and figma throws from then on', async () => {
  const { desk, runtime } = await runPlugin(`
    figma.showUI('x');
    figma.on('close', () => console.log('closing', figma.currentPage.name));
    setTimeout(() => console.log('timer'), 5);
    figma.closePlugin('All done');
    console.log('later line');
    try { figma.currentPage; } catch (error) { console.log(error.message); }
    try { figma.createRectangle(); } catch (error) { console.log('refused'); }
  `);
  await pause(30);
  expect(desk.lines).toEqual([
    'closing Page 1',
    'later line',
    'in get_currentPage: The plugin has been closed',
    'refused',
  ]);
  expect(desk.closed).toEqual(['All done']);
  expect(desk.notes.map((note) => note.message)).toEqual(['All done']);
  expect(desk.panels[0]?.isOpen).toBe(false);
  expect(runtime.isOpen).toBe(false);
});

test('when the person closes the plugin its close listeners run, synchronously, and nothing after them', async () => {
  const { desk, runtime, document } = await runPlugin(`
    figma.showUI('x');
    const kept = figma.createRectangle();
    figma.on('close', () => {
      kept.remove();
      console.log('cleaned up');
      Promise.resolve().then(() => figma.createEllipse());
      setTimeout(() => console.log('too late'), 0);
    });
    figma.on('selectionchange', () => console.log('selection'));
  `);
  runtime.close();
  document.setSelection([]);
  await pause(20);
  expect(desk.lines).toEqual(['cleaned up']);
  expect(document.childrenOf(document.currentPageId).filter((node) => node.type === 'RECTANGLE')).toEqual([]);
  expect(desk.panels[0]?.isOpen).toBe(false);
  runtime.close();
  expect(desk.closed).toEqual([undefined]);
});

test('the run event tells the command and its parameters', async () => {
  const { desk } = await runPlugin(
    "console.log(figma.command); figma.on('run', ({ command, parameters }) => { console.log(command, parameters.width); figma.closePlugin(); });",
    { command: 'absolute', parameters: { width: '640' } },
  );
  await pause(10);
  expect(desk.lines).toEqual(['absolute', 'absolute 640']);
  expect(desk.closed).toHaveLength(1);
});

test('an edit of another person arrives as nodechange with origin REMOTE, and the target may be gone', async () => {
  const document = new Document();
  const id = document.create('RECTANGLE', document.currentPageId);
  const { desk } = await runPlugin(
    `figma.currentPage.on('nodechange', ({ nodeChanges }) => {
       for (const change of nodeChanges)
         console.log(change.type, change.origin, change.properties ? change.properties.join() : '', change.node.removed, change.id === '${id}');
     });`,
    { document },
  );
  document.receive(() => document.setPosition(id, 5, 0));
  await pause(10);
  document.receive(() => document.remove(id));
  await pause(10);
  document.act(() => document.create('ELLIPSE', document.currentPageId));
  await pause(10);
  expect(desk.lines).toEqual([
    'PROPERTY_CHANGE REMOTE x false true',
    'DELETE REMOTE  true true',
    'CREATE LOCAL  false false',
  ]);
});

test('a target can go to another person while the plugin works on it', async () => {
  const document = new Document();
  const id = document.create('RECTANGLE', document.currentPageId);
  const faults = new Faults();
  faults.during('exportAsync', () => document.receive(() => document.remove(id)));
  const lines = await linesOf(
    `const node = await figma.getNodeByIdAsync('${id}');
     await node.exportAsync();
     print(node.removed, await figma.getNodeByIdAsync('${id}'));`,
    { document, faults },
  );
  expect(lines).toEqual(['true null']);
});

test('files dropped onto the canvas reach the plugin, which can keep them from the editor', async () => {
  const png = pngOf(2, 2, [0, 0, 0, 255]);
  const document = new Document();
  const { desk, runtime } = await runPlugin(
    `figma.on('drop', (event) => {
       const [file] = event.files;
       if (!file) return true;
       file.getBytesAsync().then((bytes) => console.log(file.name, file.type, bytes.length, event.x, event.node.type));
       return false;
     });`,
    { document },
  );
  const at = { nodeId: document.currentPageId, x: 5, y: 6, absoluteX: 5, absoluteY: 6, items: [] };
  const file = { name: 'a.png', type: 'image/png', bytes: png };
  expect(runtime.drop({ ...at, files: [file] })).toBe(false);
  expect(runtime.drop({ ...at, files: [] })).toBe(true);
  expect(desk.lines).toEqual([`a.png image/png ${png.length} 5 PAGE`]);
});

test('fetch reaches what the manifest allows and nothing else', async () => {
  const manifest = { ...MANIFEST, networkAccess: { allowedDomains: ['https://api.example.com'] } };
  const probe = await runPlugin(
    wrapped(`
      const response = await fetch('https://api.example.com/data');
      print(response.ok, response.status, (await response.json()).answer);
      print(await rejected(() => fetch('https://elsewhere.com/')));
    `),
    { manifest, desk: deskWithNetwork() },
  );
  await finished(probe);
  expect(probe.desk.lines[0]).toBe('true 200 42');
  expect(probe.desk.lines[1]).toMatch(/^Refused to connect to 'https:\/\/elsewhere.com\/'/);
});

test('user data needs its permission', async () => {
  const lines = await linesOf('print(refused(() => figma.currentUser).slice(0, 30))');
  expect(lines).toEqual(['in get_currentUser: "currentus']);
  const manifest = { ...MANIFEST, permissions: ['currentuser'] };
  expect(await linesOf('print(figma.currentUser.name)', { manifest })).toEqual(['Designer']);
});

test('selected text, sections, slices and videos are read like anything else', async () => {
  const document = new Document();
  const page = document.currentPageId;
  const types = ['TEXT', 'SECTION', 'SLICE', 'VECTOR', 'LINE', 'BOOLEAN_OPERATION'] as const;
  document.setSelection(types.map((type) => document.create(type, page)));
  const lines = await linesOf(
    `for (const node of [...figma.currentPage.selection].sort((a, b) => a.type < b.type ? -1 : 1))
       print(node.type, 'fills' in node, 'children' in node, 'resize' in node);`,
    { document },
  );
  expect(lines).toEqual([
    'BOOLEAN_OPERATION true true true',
    'LINE true false true',
    'SECTION true true true',
    'SLICE false false true',
    'TEXT true false true',
    'VECTOR true false true',
  ]);
});

test('the viewport can be read, moved and sent to layers', async () => {
  const { desk } = await runPlugin(`
    const node = figma.createRectangle();
    node.x = 300;
    figma.viewport.zoom = 2;
    figma.viewport.center = { x: 10, y: 20 };
    figma.viewport.scrollAndZoomIntoView([node]);
    console.log(figma.viewport.center.x, figma.viewport.zoom, figma.viewport.bounds.width);
  `);
  expect(desk.lines).toEqual(['10 2 800']);
  expect(desk.shownRects).toEqual([{ x: 300, y: 0, width: 100, height: 100 }]);
});

function deskWithNetwork(): Desk {
  const desk = new Desk();
  const fetch = async () => Response.json({ answer: 42 });
  return Object.defineProperty(desk, 'ports', { value: { ...desk.ports, fetch } });
}
