import { join } from 'node:path';
import { encode } from 'fast-png';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHost } from '../../tools/build-host.mjs';
import { type OpenHost, openHost, repositoryRoot } from './launch.ts';

const hostDir = join(repositoryRoot, '.cache/host-page');
let host: OpenHost;
let page: Page;

beforeAll(async () => {
  await buildHost({ outDir: hostDir });
  host = await openHost({ hostDir, pluginDir: join(repositoryRoot, 'tests/fixtures/host/probe-plugin') });
  page = host.page;
});

afterAll(() => host?.close());

async function innerFrame(): Promise<Frame> {
  await page.waitForFunction(() => window.host?.plugin.isRunning);
  for (;;) {
    const frame = page.frame({ name: 'Inner Plugin Iframe' });
    const isReady = await frame?.evaluate(() => 'received' in window).catch(() => false);
    if (frame && isReady) return frame;
    await page.waitForTimeout(50);
  }
}

const consoleTexts = () => page.evaluate(() => window.host!.plugin.console.map((line) => line.text));

describe('the panel', () => {
  it('lies in three nested frames with the names of the real host', async () => {
    const inner = await innerFrame();
    const network = inner.parentFrame();
    const outer = network?.parentFrame();
    expect(network?.name()).toBe('Network Plugin Iframe');
    expect(outer?.parentFrame()).toBe(page.mainFrame());
    const ids = [await outer!.frameElement(), await inner.frameElement()].map((one) =>
      one.getAttribute('id'),
    );
    expect(await Promise.all(ids)).toEqual(['plugin-iframe-in-modal', 'plugin-iframe']);
    expect(await (await outer!.frameElement()).getAttribute('title')).toBe('Plugin: Probe');
  });

  it('has no origin, no secure context, no storage and no GPU', async () => {
    const facts = await (await innerFrame()).evaluate(() => {
      const refusal = (use: () => unknown) => {
        try {
          use();
          return 'allowed';
        } catch (error) {
          return error instanceof DOMException ? error.name : String(error);
        }
      };
      return {
        origin: window.origin,
        scheme: location.protocol,
        isSecure: isSecureContext,
        hasGpu: 'gpu' in navigator,
        hasCaches: 'caches' in window,
        hasSubtle: crypto.subtle !== undefined,
        hasLocks: 'locks' in navigator,
        local: refusal(() => localStorage),
        cookies: refusal(() => document.cookie),
        mode: document.compatMode,
        text: document.querySelector('p')?.textContent,
      };
    });
    expect(facts).toEqual({
      origin: 'null',
      scheme: 'data:',
      isSecure: false,
      hasGpu: false,
      hasCaches: false,
      hasSubtle: false,
      hasLocks: false,
      local: 'SecurityError',
      cookies: 'SecurityError',
      mode: 'CSS1Compat',
      text: 'Probe $& panel',
    });
  });

  it('reaches only what the manifest lists', async () => {
    const inner = await innerFrame();
    const answers = await inner.evaluate(async () => {
      const outcome = (address: string) =>
        fetch(address).then(
          (response) => response.status,
          () => 'refused',
        );
      return {
        listed: await outcome('http://localhost:8573/probe/storage.html'),
        besides: await outcome('http://localhost:8573/engine/index.html'),
        elsewhere: await outcome('http://127.0.0.1:8573/index.html'),
      };
    });
    expect(answers).toEqual({ listed: 200, besides: 'refused', elsewhere: 'refused' });
    const blocked = await inner.evaluate(() => (window as unknown as { violations: string[] }).violations);
    expect(blocked).toEqual(['http://localhost:8573/engine/index.html', 'http://127.0.0.1:8573/index.html']);
  });

  it('frames a page of the listed site, which is isolated, secure and may keep files', async () => {
    const inner = await innerFrame();
    await inner.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.name = 'nested';
      frame.src = 'http://localhost:8573/probe/storage.html';
      document.body.append(frame);
    });
    await expect.poll(() => page.frame({ name: 'nested' })?.url()).toContain('/probe/');
    const nested = page.frame({ name: 'nested' })!;
    await nested.waitForLoadState();
    expect(await nested.evaluate(() => [isSecureContext, crossOriginIsolated, 'gpu' in navigator])).toEqual([
      true,
      true,
      true,
    ]);
    const kept = await nested.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      return (await folder.getFileHandle('kept', { create: true })).name;
    });
    expect(kept).toBe('kept');
    expect(await nested.evaluate(() => [...location.ancestorOrigins])).toEqual([
      'null',
      'http://127.0.0.1:8573',
      'http://127.0.0.1:8573',
      'http://127.0.0.1:8573',
    ]);
  });

  it('shows the theme from the first script on and follows it', async () => {
    const inner = await innerFrame();
    const look = () =>
      inner.evaluate(() => ({
        atStart: (window as unknown as { classAtStart: string }).classAtStart,
        now: document.documentElement.className,
        background: getComputedStyle(document.body).backgroundColor,
        variables: [
          ...(document.getElementById('figma-style')?.textContent?.matchAll(/--figma-color-/g) ?? []),
        ].length,
      }));
    const light = await look();
    expect(light).toMatchObject({
      atStart: 'figma-light',
      now: 'figma-light',
      background: 'rgb(255, 255, 255)',
    });
    expect(light.variables).toBeGreaterThan(150);
    await page.getByLabel('Light or dark').click();
    await expect.poll(look).toMatchObject({ now: 'figma-dark', background: 'rgb(44, 44, 44)' });
    await page.getByLabel('Light or dark').click();
    await expect.poll(look).toMatchObject({ now: 'figma-light' });
  });

  it('has Inter without a network', async () => {
    const inner = await innerFrame();
    const loaded = await inner.evaluate(async () => (await document.fonts.load('500 11px Inter')).length);
    expect(loaded).toBe(1);
  });
});

describe('messages', () => {
  it('wait for the panel and keep their order', async () => {
    const inner = await innerFrame();
    const received = () => inner.evaluate(() => (window as unknown as { received: unknown[] }).received);
    await expect.poll(async () => (await received()).length).toBe(3);
    expect(await received()).toEqual([
      { number: 1, kind: 'Uint8Array', isParent: true },
      { number: 2, isParent: true },
      { number: 3, isParent: true },
    ]);
  });

  it('count only in their envelope, with the sender’s origin', async () => {
    const inner = await innerFrame();
    await inner.evaluate(() => {
      parent.postMessage({ ask: 'bare' }, '*');
      parent.postMessage({ pluginMessage: { ask: 'other' }, pluginId: 'another-plugin' }, '*');
      parent.postMessage({ pluginMessage: { ask: 'own' }, pluginId: 'probe-plugin' }, '*');
      parent.postMessage({ pluginMessage: { ask: 'plain', bytes: new Uint8Array([9]) } }, '*');
    });
    await expect.poll(async () => (await consoleTexts()).length).toBe(2);
    expect(await consoleTexts()).toEqual([
      '[{"ask":"own"},"null"]',
      '[{"ask":"plain","bytes":{"0":9}},"null"]',
    ]);
  });

  it('carry no buffers, and say so', async () => {
    const inner = await innerFrame();
    const before = (await consoleTexts()).length;
    await inner.evaluate(() => {
      parent.postMessage({ pluginMessage: { deep: [new Float32Array(2)] } }, '*');
      parent.postMessage({ pluginMessage: new ArrayBuffer(2) }, '*');
      parent.postMessage({ pluginMessage: new Blob(['x']) }, '*');
    });
    await expect.poll(async () => (await consoleTexts()).length).toBe(before + 3);
    const complaints = (await consoleTexts()).slice(before);
    expect(complaints[0]).toContain('pluginMessage.deep.0 is a Float32Array');
    expect(complaints[1]).toContain('pluginMessage is a ArrayBuffer');
    expect(complaints[2]).toContain('pluginMessage is a Blob');
  });
});

describe('a person at the editor', () => {
  const pointAt = (x: number, y: number) =>
    page.evaluate(([cx, cy]) => window.host!.windowPoint(cx!, cy!), [x, y]);
  const drag = async (from: [number, number], to: [number, number]) => {
    const [a, b] = [await pointAt(...from), await pointAt(...to)];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 5 });
    await page.mouse.up();
  };
  const layer = (name: string) => page.evaluate((one) => window.host!.node(one), name);

  it('draws an ellipse into the frame and takes it back in one step', async () => {
    const depth = await page.evaluate(() => window.host!.undoDepth());
    await page.keyboard.press('o');
    await drag([100, 100], [300, 250]);
    const ellipse = await layer('Ellipse 1');
    const frame = await layer('Picture');
    expect(ellipse).toMatchObject({ type: 'ELLIPSE', parentId: frame.id, width: 200, height: 150 });
    expect(ellipse.transform).toEqual([
      [1, 0, 100],
      [0, 1, 100],
    ]);
    expect(await page.evaluate(() => window.host!.selection())).toEqual([ellipse.id]);
    expect(await page.evaluate(() => window.host!.undoDepth())).toBe(depth + 1);
    await page.keyboard.press('Control+z');
    expect(await page.evaluate(() => window.host!.nodes().some((node) => node.name === 'Ellipse 1'))).toBe(
      false,
    );
    await page.keyboard.press('Control+Shift+z');
    expect((await layer('Ellipse 1')).parentId).toBe(frame.id);
  });

  it('moves a layer out of its frame and deletes it', async () => {
    await page.keyboard.press('v');
    await drag([200, 175], [200, 560]);
    const moved = await layer('Ellipse 1');
    expect(moved.parentId).toBe('0:1');
    expect(moved.transform[1][2]).toBe(485);
    await page.keyboard.press('Delete');
    expect(await page.evaluate(() => window.host!.nodes().some((node) => node.name === 'Ellipse 1'))).toBe(
      false,
    );
  });

  it('resizes by a handle', async () => {
    await page.keyboard.press('r');
    await drag([20, 20], [120, 120]);
    await drag([120, 120], [180, 160]);
    expect(await layer('Rectangle 1')).toMatchObject({ width: 160, height: 140 });
    await page.keyboard.press('Delete');
  });

  it('draws with the pencil and selects with the marquee', async () => {
    await page.keyboard.press('p');
    await drag([300, 300], [400, 420]);
    await page.keyboard.press('v');
    const vector = await layer('Vector');
    expect(vector.type).toBe('VECTOR');
    expect([Math.round(vector.width), Math.round(vector.height)]).toEqual([100, 120]);
    await page.evaluate(() => window.host!.select('Card'));
    await drag([-40, -40], [570, 540]);
    expect(await page.evaluate(() => window.host!.selection())).toEqual([(await layer('Picture')).id]);
    await page.evaluate(() => window.host!.remove('Vector'));
  });

  it('looks around with wheel and space bar', async () => {
    const view = () =>
      page.evaluate(() => {
        const { viewport } = window.host!.editor;
        return { zoom: viewport.getZoom(), center: viewport.getCenter() };
      });
    const before = await view();
    const pointer = await pointAt(200, 200);
    await page.mouse.move(pointer.x, pointer.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await view()).zoom).toBeGreaterThan(before.zoom * 1.3);
    const after = await pointAt(200, 200);
    expect(Math.abs(after.x - pointer.x) + Math.abs(after.y - pointer.y)).toBeLessThan(1.5);
    await page.mouse.wheel(0, 100);
    const { zoom } = await view();
    await expect.poll(async () => Math.abs((await pointAt(200, 200)).y - after.y + 100)).toBeLessThan(0.01);
    await page.keyboard.down('Space');
    await page.mouse.down();
    await page.mouse.move(pointer.x + 40, pointer.y + 100, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Space');
    const dragged = await pointAt(200, 200);
    expect([Math.round(dragged.x - after.x), Math.round(dragged.y - after.y)]).toEqual([40, 0]);
    expect((await view()).zoom).toBe(zoom);
    await page.keyboard.press('Shift+Digit1');
  });

  it('selects several, groups them, and goes into the group by double click', async () => {
    await page.keyboard.press('r');
    await drag([40, 40], [90, 90]);
    const first = (await layer('Rectangle 1')).id;
    await page.keyboard.press('r');
    await drag([140, 40], [190, 90]);
    const second = (await layer('Rectangle 2')).id;
    const [a, b] = [await pointAt(60, 60), await pointAt(160, 60)];
    await page.mouse.click(a.x, a.y);
    await page.keyboard.down('Shift');
    await page.mouse.click(b.x, b.y);
    await page.keyboard.up('Shift');
    expect(await page.evaluate(() => window.host!.selection())).toEqual([first, second]);
    await page.keyboard.press('Control+g');
    const [group] = await page.evaluate(() => window.host!.selection());
    expect(await layer(group!)).toMatchObject({
      type: 'GROUP',
      childIds: [first, second],
      width: 150,
      height: 50,
    });
    await page.keyboard.press('Escape');
    await page.mouse.click(b.x, b.y);
    expect(await page.evaluate(() => window.host!.selection())).toEqual([group]);
    await page.mouse.dblclick(b.x, b.y);
    expect(await page.evaluate(() => window.host!.selection())).toEqual([second]);
    await page.evaluate((id) => window.host!.remove(id!), group);
  });

  it('types text, and takes an empty text layer away', async () => {
    const point = await pointAt(60, 400);
    await page.keyboard.press('t');
    await page.mouse.click(point.x, point.y);
    await page.keyboard.type('two words');
    await page.keyboard.press('Escape');
    const text = await layer('two words');
    expect(text).toMatchObject({ type: 'TEXT', characters: 'two words', opacity: 1 });
    expect(text.width).toBeGreaterThan(50);
    await page.keyboard.press('Delete');
    const count = await page.evaluate(() => window.host!.nodes().length);
    await page.keyboard.press('t');
    await page.mouse.click(point.x, point.y);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => window.host!.nodes().length)).toBe(count);
  });

  it('sets a number in the properties', async () => {
    await page.evaluate(() => window.host!.select('Picture'));
    const field = page.getByLabel('Properties').getByLabel('X', { exact: true });
    await field.fill('12.5');
    await field.press('Enter');
    expect((await layer('Picture')).transform[0][2]).toBe(12.5);
    await page.getByLabel('Undo').click();
    expect((await layer('Picture')).transform[0][2]).toBe(0);
  });

  it('hides a layer by the eye in the list', async () => {
    const row = page.locator('.layer', { hasText: 'Sun' });
    await row.hover();
    await row.getByLabel('Hide').click();
    expect((await layer('Sun')).visible).toBe(false);
    await page.keyboard.press('Control+z');
    expect((await layer('Sun')).visible).toBe(true);
  });

  it('drops a picture file in, and hears a sentence about one that is none', async () => {
    const png = [
      ...encode({ width: 30, height: 20, channels: 3, depth: 8, data: new Uint8Array(1800).fill(77) }),
    ];
    const target = await pointAt(256, 256);
    const dropFile = (bytes: number[], name: string) =>
      page.evaluate(
        async ([data, fileName, x, y]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(data as number[])], fileName as string));
          const at = { clientX: x as number, clientY: y as number, bubbles: true, dataTransfer: transfer };
          document.querySelector('.overlay')?.dispatchEvent(new DragEvent('drop', at));
        },
        [bytes, name, target.x, target.y] as const,
      );
    await dropFile(png, 'thirty.png');
    await expect
      .poll(() => page.evaluate(() => window.host!.nodes().map((node) => node.name)))
      .toContain('thirty');
    expect(await layer('thirty')).toMatchObject({
      width: 30,
      height: 20,
      parentId: (await layer('Picture')).id,
    });
    const before = await page.evaluate(() => window.host!.nodes().length);
    await dropFile([1, 2, 3], 'none.webp');
    await page.getByText('none.webp: Image type is unsupported').waitFor();
    expect(await page.evaluate(() => window.host!.nodes().length)).toBe(before);
  });

  it('copies a layer, masks with it, puts it behind, and shows another page', async () => {
    await page.evaluate(() => window.host!.select('Sun'));
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    const [copy] = await page.evaluate(() => window.host!.selection());
    const evening = await layer('Evening');
    expect(evening.childIds.at(-1)).toBe(copy);
    await page.keyboard.press('[');
    expect((await layer('Evening')).childIds[0]).toBe(copy);
    await page.keyboard.press('Control+Alt+m');
    expect((await layer(copy!)).isMask).toBe(true);
    await page.keyboard.press('Delete');
    await page.getByLabel('Add page').click();
    expect(await page.evaluate(() => window.host!.nodes())).toEqual([]);
    await page.keyboard.press('Control+v');
    expect(await page.evaluate(() => window.host!.nodes().map((node) => node.name))).toEqual(['Sun']);
    await page.getByRole('button', { name: 'Page 1' }).click();
    expect(await page.evaluate(() => window.host!.nodes().length)).toBeGreaterThan(10);
  });

  it('shows the buttons that a plugin left on a layer, and runs their command', async () => {
    await page.evaluate(() => window.host!.select('Picture'));
    await (await innerFrame()).evaluate(() => parent.postMessage({ pluginMessage: 'leave a button' }, '*'));
    const properties = page.getByLabel('Properties');
    await properties.getByText('Once more').waitFor();
    expect(await properties.getByText('Never shown').count()).toBe(0);
    await properties.getByRole('button', { name: 'Probe again' }).click();
    await expect.poll(consoleTexts).toContain('command again');
  });

  it('closes the plugin: every frame of it is gone, and it opens again', async () => {
    const inner = await innerFrame();
    await inner.evaluate(() => parent.postMessage({ pluginMessage: 'close' }, '*'));
    await expect.poll(() => page.frames().length).toBe(1);
    await page.getByText('Closed by the panel').waitFor();
    expect(await page.evaluate(() => window.host!.plugin.isRunning)).toBe(false);
    await page.getByRole('button', { name: 'Run plugin' }).click();
    await innerFrame();
    await page.getByLabel('Close plugin').click();
    await expect.poll(() => page.frames().length).toBe(1);
  });
});
