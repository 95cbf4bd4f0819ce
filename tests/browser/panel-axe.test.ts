import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { openScene } from '../../tools/preview/open-scene.mjs';
import { scenes } from '../../tools/preview/panel-scenes.mjs';
import { usePreviewPages } from './preview-pages.ts';

type Verdict = { id: string; nodes: { target: string[]; any: { message: string }[] }[] };
declare const axe: {
  run(context: Document, options: object): Promise<{ violations: Verdict[] }>;
};

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** How many pages look at once: the scenes wait more than they work. */
const lanes = 4;

const pages = usePreviewPages();

/** What axe has against the panel as it is now, one line each; `rule` asks for one thing alone. */
async function examine(panel: Frame, rule?: string): Promise<string[]> {
  const violations = await panel.evaluate(
    async ([code, rule]) => {
      if (!('axe' in window)) new Function(code).call(window);
      // The engine's page has no content, and no script can enter it.
      const options = { resultTypes: ['violations'], iframes: false };
      const found = await axe.run(document, rule === undefined ? options : { ...options, runOnly: [rule] });
      return found.violations;
    },
    [source, rule] as const,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
}

/** Changes to the dark theme under the open panel, as Figma does. */
async function darken(panel: Frame): Promise<void> {
  await panel.evaluate(async () => {
    const dark = await (await fetch('/ui.html?theme=dark')).text();
    const colors = /<style id="figma-style">([^<]*)/.exec(dark)?.[1] ?? '';
    document.getElementById('figma-style')!.textContent = colors;
    document.documentElement.className = 'figma-dark';
  });
}

/** Every scene, some at a time; colors in both themes. */
async function examineAll(): Promise<string[]> {
  const waiting = [...scenes];
  const faults: string[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const page = await pages.newPage(280);
      for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) {
        const panel = await openScene(page, { address: pages.address(), theme: 'light', scene });
        for (const fault of await examine(panel)) faults.push(`${scene.name}: ${fault}`);
        await darken(panel);
        for (const fault of await examine(panel, 'color-contrast'))
          faults.push(`${scene.name}, dark: ${fault}`);
      }
      await page.close();
    }),
  );
  return [...new Set(faults)].sort();
}

it('finds nothing against any scene in either theme, with Figma’s own colors', async () => {
  expect(await examineAll()).toEqual([]);
});
