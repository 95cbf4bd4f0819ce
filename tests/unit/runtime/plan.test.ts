import { expect, it } from 'vitest';
import { countThreads, isSoftwareAdapter, nameAdapter } from '../../../ui/runtime/capabilities.ts';
import { planDevice } from '../../../ui/runtime/execution-plan.ts';
import { chooseBuild } from '../../../ui/runtime/ort-environment.ts';
import { explainFailure } from '../../../ui/runtime/runtime-failure.ts';

it.each([
  ['auto', 'hardware', 'webgpu'],
  ['auto', 'software', 'wasm'],
  ['auto', 'none', 'wasm'],
  ['webgpu', 'hardware', 'webgpu'],
  ['webgpu', 'software', 'webgpu'],
  ['webgpu', 'none', null],
  ['wasm', 'hardware', 'wasm'],
] as const)('%s on a machine with %s WebGPU runs on %s', (choice, webgpu, expected) => {
  expect(planDevice(choice, { webgpu })).toBe(expected);
});

it.each([
  ['wasm', true, 'wasm'],
  ['webgpu', true, 'jspi'],
  ['webgpu', false, 'asyncify'],
] as const)('%s, promise integration %s: the %s build', (device, hasJspi, expected) => {
  expect(chooseBuild(device, hasJspi)).toBe(expected);
});

const info = (fields: Partial<GPUAdapterInfo>) =>
  ({
    vendor: '',
    architecture: '',
    device: '',
    description: '',
    isFallbackAdapter: false,
    ...fields,
  }) as GPUAdapterInfo;

it.each([
  [{ vendor: 'google', architecture: 'swiftshader' }, true],
  [{ vendor: 'mesa', architecture: 'llvmpipe' }, true],
  [{ description: 'Microsoft Basic Render Driver' }, true],
  [{ vendor: 'nvidia', isFallbackAdapter: true }, true],
  [{ vendor: 'apple', architecture: 'metal-3' }, false],
  [{ vendor: 'nvidia', architecture: 'lovelace' }, false],
  [{}, false],
])('adapter %j is software: %s', (fields, expected) => {
  expect(isSoftwareAdapter(info(fields))).toBe(expected);
});

it('names an adapter by what it tells', () => {
  expect(nameAdapter(info({ vendor: 'nvidia', architecture: 'lovelace' }))).toBe('nvidia lovelace');
  expect(nameAdapter(info({}))).toBe('unknown adapter');
});

it.each([
  [true, 16, 4],
  [true, 2, 2],
  [false, 16, 1],
])('isolated %s with %i cores: %i threads', (isIsolated, cores, expected) => {
  expect(countThreads(isIsolated, cores)).toBe(expected);
});

it.each([
  ['std::bad_alloc', 'out-of-memory'],
  ['no available backend found. ERR: [wasm] RuntimeError: Aborted', 'engine-unreachable'],
  ['Buffer size (3185049600) exceeds the max buffer size limit', 'out-of-memory'],
  ["Can't create a session. failed to allocate a buffer of size 1718976000.", 'out-of-memory'],
  ['Failed to allocate memory for requested buffer of size 268435456', 'out-of-memory'],
  ['Binding size (268435456) is larger than the maximum storage buffer binding size', 'out-of-memory'],
  ['Invalid typed array length: 4294967296', 'out-of-memory'],
  ['Could not find an implementation for Cast(13) node', 'model-operator'],
  ['com.microsoft:Whatever(-1) is not a registered function/op', 'model-operator'],
  ['Program Transpose requires f16 but the device does not support it', 'no-half-floats'],
  ['protobuf parsing failed', 'model-broken'],
])('tells from "%s" that it is %s', (message, reason) => {
  const error = explainFailure(new Error(message), 'unet', 'model-broken');
  expect(error.reason).toBe(reason);
  expect(error.message).toBe(`unet: ${message}`);
});
