import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCancellation } from '../../protocol/cancellation.ts';
import type { EngineContract, GenerateResult } from '../../protocol/engine-contract.ts';
import { defaultRequest } from '../../protocol/generation.ts';
import { type Handlers, WithTransfer } from '../../protocol/server.ts';
import { createTensor, type Tensor } from '../../ui/diffusion/tensor.ts';
import { sourceOf } from '../../ui/runtime/pack-files.ts';
import { findSafetyChecker, openSafetyChecker } from '../../ui/runtime/safety-checker.ts';
import { writeNodes } from '../fakes/graph-variants.ts';
import { checkedSidePx, writeSafetyGraph } from '../fakes/safety-graph.ts';
import { readFolder, startNodeRuntime } from '../parity/open-pack-from-folder.ts';
import { createNodeEngine } from './engine/node-engine.ts';

const defaultPack = fileURLToPath(new URL('../../models/default', import.meta.url));
const context = { cancelled: createCancellation().token, progress: () => {} };

let engine: Handlers<EngineContract>;
beforeAll(async () => {
  engine = await createNodeEngine();
});

/** Adds the default pack with more files beside it, as a person adds a folder; gives its id. */
async function addPack(
  name: string,
  more: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<string> {
  const files = [];
  for (const { path } of (await readFolder(defaultPack).list())!)
    if (/\.(json|onnx)$/.test(path))
      files.push({ path, file: new Blob([await readFile(`${defaultPack}/${path}`)]) });
  for (const [path, bytes] of Object.entries(more)) files.push({ path, file: new Blob([bytes]) });
  await engine.importModel({ name, files }, context);
  return `folder:${name}`;
}

async function paint(model: string, isSafetyChecked?: boolean): Promise<GenerateResult> {
  const request = {
    ...defaultRequest,
    device: 'wasm' as const,
    prompt: 'a red circle',
    steps: 1,
    count: 2,
    model,
  };
  const answer = await engine.generate(
    {
      request,
      inputs: { picture: null, masks: [] },
      ...(isSafetyChecked !== undefined && { isSafetyChecked }),
    },
    context,
  );
  return answer instanceof WithTransfer ? answer.value : answer;
}

const flagsOf = ({ candidates }: GenerateResult) => candidates.map(({ flag }) => flag ?? 'none');
const pixelsOf = ({ candidates }: GenerateResult) => candidates.map(({ png }) => png);

describe('a pack with a checker of its own', () => {
  it('has its pictures flagged where somebody asks for it, and none of them changed', async () => {
    const model = await addPack('strict', { 'safety_checker/model.onnx': writeSafetyGraph(-100) });
    const plain = await paint(model);
    expect(flagsOf(plain)).toEqual(['none', 'none']);
    const checked = await paint(model, true);
    expect(flagsOf(checked)).toEqual(['not-safe-for-work', 'not-safe-for-work']);
    expect(pixelsOf(checked)).toEqual(pixelsOf(plain));
    expect(checked.report.warnings).toEqual(plain.report.warnings);
  });

  it('finds nothing in what is safe, and is found wherever its converter put it', async () => {
    const model = await addPack('lenient', { 'onnx/safety_checker_model_f16.onnx': writeSafetyGraph(100) });
    const checked = await paint(model, true);
    expect(flagsOf(checked)).toEqual(['none', 'none']);
    expect(checked.report.warnings).not.toContain('safety-unchecked');
  });

  it('says so where it cannot look', async () => {
    const foreign = writeNodes(
      { pixels: [1, 3, 8, 8] },
      [{ opType: 'Abs', inputs: ['pixels'], outputs: ['y'] }],
      [],
    );
    const model = await addPack('broken', { 'safety_checker/model.onnx': foreign });
    expect(flagsOf(await paint(model, true))).toEqual(['unchecked', 'unchecked']);
  });
});

it('a pack without one says that nobody has looked', async () => {
  const checked = await paint('default', true);
  expect(flagsOf(checked)).toEqual(['none', 'none']);
  expect(checked.report.warnings).toContain('safety-unchecked');
});

it('the checker sees pictures as CLIP does', async () => {
  const files: Record<string, Blob> = { 'safety_checker/model.onnx': new Blob([writeSafetyGraph(0.1)]) };
  const source = (await findSafetyChecker(sourceOf(async (path) => files[path] ?? null)))!;
  const checker = await openSafetyChecker(source, await startNodeRuntime());
  const plane = checkedSidePx ** 2;
  const paintPlain = (color: readonly number[]): Tensor =>
    createTensor(
      [1, 3, checkedSidePx, checkedSidePx],
      Float32Array.from({ length: 3 * plane }, (_, i) => color[Math.floor(i / plane)]!),
    );
  expect(checker.sidePx).toBe(checkedSidePx);
  // CLIP's middle is about 0.48, 0.46 and 0.41: this gray is above it, and that one below.
  expect(await checker.isUnsafe(paintPlain([0.5, 0.5, 0.5]))).toBe(true);
  expect(await checker.isUnsafe(paintPlain([0.47, 0.47, 0.47]))).toBe(false);
  // Red is furthest below: its middle is the highest.
  expect(await checker.isUnsafe(paintPlain([0.4, 0.46, 0.6]))).toBe(true);
  expect(await checker.isUnsafe(paintPlain([0.6, 0.46, 0.36]))).toBe(false);
  await checker.release();
});
