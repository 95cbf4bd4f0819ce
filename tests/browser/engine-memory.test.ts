import { beforeAll, expect, it } from 'vitest';
import { createCancellation } from '../../protocol/cancellation.ts';
import type { EngineContract } from '../../protocol/engine-contract.ts';
import type { Handlers } from '../../protocol/server.ts';
import { createNodeEngine, generate } from './engine/node-engine.ts';

const request = {
  prompt: 'a red circle on a white ground',
  seed: 5,
  steps: 2,
  size: { width: 128, height: 128 },
};
const noInputs = { picture: null, masks: [] };

let engine: Handlers<EngineContract>;
beforeAll(async () => {
  engine = await createNodeEngine();
});

const paint = async () => (await generate(engine, request, noInputs)).candidates[0]!.png;
const freeMemory = () =>
  engine.freeMemory(undefined, { cancelled: createCancellation().token, progress: () => {} });

it('gives its memory back while nobody paints, and paints the same bytes afterwards', async () => {
  const first = await paint();
  await freeMemory();
  expect(await paint()).toEqual(first);
});

it('does not take a model from a job that has it', async () => {
  const expected = await paint();
  const painting = Promise.all([paint(), paint()]);
  await freeMemory();
  for (const png of await painting) expect(png).toEqual(expected);
});
