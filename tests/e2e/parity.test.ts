import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases, fixtures, floorDb } from '../parity/cases.ts';
import { psnr, readPng } from './pictures.ts';
import { render, type Session, startSession } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = await startSession();
});
afterAll(async () => session?.close());

const pathOf = (name: string) => fileURLToPath(new URL(name, fixtures));
const generated = cases.find(({ task }) => task === 'generate')!;
const others = cases.filter(({ task, scheduler }) => task !== 'generate' && scheduler !== 'euler');

it.each([generated, ...others])(
  'the whole plugin paints $expected as diffusers does',
  async ({ pack, task, expected, negative, strength, ...request }) => {
    const reference = readPng(readFileSync(pathOf(expected)));
    const { results, report } = await render(session, {
      ...request,
      task,
      ...(strength === undefined ? {} : { strength }),
      negativePrompt: negative,
      size: { width: reference.width, height: reference.height },
      image: task === 'generate' ? null : pathOf('image.png'),
      mask: task === 'fill' ? pathOf('mask.png') : null,
      model: { folder: pathOf(`packs/${pack}`) },
      context: 'whole',
      edge: 'raw',
    });
    expect(report.request).toMatchObject({ task, model: report.model });
    expect(psnr(readPng(results[0]!.patch), reference)).toBeGreaterThanOrEqual(floorDb);
  },
);
