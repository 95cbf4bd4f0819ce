import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { connect } from '../../../protocol/client.ts';
import type { FigmaContract } from '../../../protocol/contract.ts';
import { type Capabilities, type EngineContract, engineVersion } from '../../../protocol/engine-contract.ts';
import { engineAnswerSchemas, engineParamSchemas } from '../../../protocol/engine-schemas.ts';
import { AppError } from '../../../protocol/errors.ts';
import { defaultRequest } from '../../../protocol/generation.ts';
import { agreeOnVersion, greetEngine } from '../../../protocol/handshake.ts';
import { hostAnswerSchemas, hostParamSchemas } from '../../../protocol/host-schemas.ts';
import { mostMaskNumbers, paintedMaskSchema } from '../../../protocol/mask-edits.ts';
import { type Handlers, serve } from '../../../protocol/server.ts';
import { noShelf } from '../../fakes/fake-shelf.ts';
import { createWirePair } from '../../fakes/wire-pair.ts';

const png = new Uint8Array(64);
const box = { x: 0, y: -10.5, width: 20, height: 30 };
const patch = { target: '1:2', masks: ['1:3'], png, box, name: 'Underpaint', recipe: { seed: 5 } };

describe('what the sandbox is asked', () => {
  const refused: [string, unknown][] = [
    ['NaN in a box', { ...patch, box: { ...box, x: Number.NaN } }],
    ['Infinity in a box', { ...patch, box: { ...box, width: Number.POSITIVE_INFINITY } }],
    ['a negative size', { ...patch, box: { ...box, width: -1 } }],
    ['no picture', { ...patch, png: null }],
    ['a picture of another type', { ...patch, png: new Uint8ClampedArray(64) }],
    ['too few bytes', { ...patch, png: new Uint8Array(3) }],
    ['an empty id', { ...patch, target: '' }],
    ['ids that are no strings', { ...patch, masks: [1] }],
    ['too long a recipe', { ...patch, recipe: { prompt: 'a'.repeat(80_000) } }],
    ['a recipe with a function', { ...patch, recipe: { run: () => 1 } }],
    ['a recipe that is a list', { ...patch, recipe: [] }],
    ['nothing', undefined],
  ];
  test.each(refused)('is refused with %s', (_, params) => {
    expect(v.is(hostParamSchemas.placePatch, params)).toBe(false);
  });

  test('passes when it is right', () => {
    expect(v.parse(hostParamSchemas.placePatch, patch)).toEqual(patch);
    expect(v.is(hostParamSchemas.hello, undefined)).toBe(true);
    expect(v.is(hostParamSchemas.exportTarget, { target: '1:2', masks: [], scale: 0 })).toBe(false);
    expect(v.is(hostParamSchemas.exportTarget, { target: '1:2', masks: [], scale: 0.5 })).toBe(true);
  });
});

test('a selection from the sandbox is read by its kind', () => {
  const read = hostAnswerSchemas.results.readSelection;
  expect(v.is(read, { kind: 'nothing' })).toBe(true);
  expect(v.is(read, { kind: 'unusable', code: 'target-hidden', name: 'Hero' })).toBe(true);
  expect(v.is(read, { kind: 'unusable', code: 'constructor', name: 'Hero' })).toBe(false);
  expect(v.is(read, { kind: 'target', masks: [] })).toBe(false);
});

describe('what the engine is asked and answers', () => {
  const inputs = { picture: null, masks: [] };
  test('the request is checked whole', () => {
    const read = engineParamSchemas.generate;
    expect(v.is(read, { request: defaultRequest, inputs })).toBe(true);
    expect(v.is(read, { request: { ...defaultRequest, seed: Number.NaN }, inputs })).toBe(false);
    expect(v.is(read, { request: { ...defaultRequest, surprise: 1 }, inputs })).toBe(false);
    expect(v.is(read, { request: defaultRequest, inputs: { ...inputs, masks: [{ png, box: null }] } })).toBe(
      false,
    );
  });

  test('a preview has as many bytes as its size says', () => {
    const told = (length: number) => ({
      phase: 'denoising',
      candidate: 0,
      step: 1,
      steps: 2,
      preview: { width: 4, height: 2, rgba: new Uint8ClampedArray(length) },
    });
    expect(v.is(engineAnswerSchemas.progress.generate, told(32))).toBe(true);
    expect(v.is(engineAnswerSchemas.progress.generate, told(31))).toBe(false);
  });
});

describe('across a wire', () => {
  const capabilities: Capabilities = {
    webgpu: 'none',
    adapterName: '',
    hasShaderF16: false,
    isCrossOriginIsolated: true,
    hasStorage: true,
    threads: 2,
    hasJspi: false,
  };
  function open(handlers: Partial<Handlers<EngineContract>>) {
    const [near, far] = createWirePair();
    const refuse = () => Promise.reject(new AppError('task-unsupported'));
    serve<EngineContract>(
      far,
      {
        ...noShelf,
        hello: refuse,
        listModels: refuse,
        importModel: refuse,
        warmUp: refuse,
        readPrompt: refuse,
        previewMask: refuse,
        generate: refuse,
        ...handlers,
      },
      { schemas: engineParamSchemas },
    );
    return { near, client: connect<EngineContract>(near, { schemas: engineAnswerSchemas }) };
  }
  const hello: Handlers<EngineContract>['hello'] = ({ version }) => ({
    ...agreeOnVersion(version),
    capabilities,
  });

  test('panel and engine of one build find each other', async () => {
    expect(await greetEngine(open({ hello }).client)).toEqual(capabilities);
  });

  test('a panel of another version is refused by the engine', async () => {
    const { client } = open({ hello });
    await expect(client.call('hello', { version: `${engineVersion}-old` })).rejects.toMatchObject({
      code: 'version-mismatch',
    });
  });

  test('an engine of another version is refused by the panel', async () => {
    const { client } = open({ hello: () => ({ version: 'later', capabilities }) });
    await expect(greetEngine(client)).rejects.toMatchObject({ code: 'version-mismatch' });
  });

  test('damaged params fail with the path, and reach no handler', async () => {
    let calls = 0;
    const { client } = open({
      warmUp: () => {
        calls++;
        throw new AppError('no-webgpu');
      },
    });
    const wrong = { model: 'default', device: 'abacus' } as unknown as { model: string; device: 'wasm' };
    const error = await client.call('warmUp', wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad-message', message: expect.stringContaining('device') });
    expect(calls).toBe(0);
  });

  test('a damaged result fails the call, damaged progress is dropped', async () => {
    const heard: unknown[] = [];
    const { client } = open({
      generate: (_, { progress }) => {
        progress({ phase: 'decoding', candidate: Number.NaN });
        progress({ phase: 'encoding' });
        return { candidates: [{ index: 0 }], report: null } as never;
      },
    });
    const call = client.call(
      'generate',
      { request: defaultRequest, inputs: { picture: null, masks: [] } },
      { onProgress: (told) => heard.push(told) },
    );
    await expect(call).rejects.toMatchObject({ code: 'bad-message' });
    expect(heard).toEqual([{ phase: 'encoding' }]);
  });
});

test('a contract that Figma cannot carry does not compile', () => {
  type Floats = { pixels: { params: { data: Float32Array }; result: undefined } };
  // @ts-expect-error floats do not cross
  type Refused = FigmaContract<{ requests: Floats; events: Record<never, never> }>;
  type Signals = { run: { params: { stop: () => void }; result: undefined } };
  // @ts-expect-error functions do not cross
  type AlsoRefused = FigmaContract<{ requests: Signals; events: Record<never, never> }>;
  const names: (keyof Refused | keyof AlsoRefused)[] = ['requests', 'events'];
  expect(names).toHaveLength(2);
});

describe('a painted mask', () => {
  const edit = { kind: 'brush', effect: 'add', sizePx: 20, hardness: 1, points: [0, 0, 1] };
  const isTaken = (edits: unknown[], more: object = {}) => {
    const painted = { size: { width: 10, height: 10 }, edits, growPx: 0, fillHolesPx: 0, ...more };
    return v.safeParse(paintedMaskSchema, painted).success;
  };

  test('is taken with whole points only, and not with more than a result can carry', () => {
    expect(isTaken([edit, { kind: 'invert' }, { kind: 'clear' }])).toBe(true);
    expect(isTaken([{ ...edit, points: [0, 0] }])).toBe(false);
    expect(isTaken([{ ...edit, points: [0, Number.NaN, 1] }])).toBe(false);
    expect(isTaken([{ ...edit, sizePx: 0 }])).toBe(false);
    expect(isTaken([{ kind: 'lasso', effect: 'add', points: [0, 0, 1, 1] }])).toBe(false);
    expect(isTaken([{ kind: 'rectangle', effect: 'subtract', points: [0, 0, 1, 1] }])).toBe(true);
    expect(isTaken([], { growPx: 9999 })).toBe(false);
    const long = { ...edit, points: new Array(mostMaskNumbers / 2).fill(1) };
    expect(isTaken([long, long])).toBe(true);
    expect(isTaken([long, long, edit])).toBe(false);
  });
});
