import { describe, expect, it } from 'vitest';
import { nameRelease, readRelease } from '../../../protocol/offline.ts';
import { chooseKeptBuild } from '../../../ui/engine/keep-offline.ts';
import { planDevice } from '../../../ui/runtime/execution-plan.ts';
import { chooseBuild } from '../../../ui/runtime/ort-environment.ts';

describe('the build of onnxruntime that is kept', () => {
  const machines = (['hardware', 'software', 'none'] as const).flatMap((webgpu) =>
    [true, false].map((hasJspi) => ({ webgpu, hasJspi })),
  );

  it.each(machines)('is the one that the worker runs by itself: $webgpu, JSPI $hasJspi', (machine) => {
    const device = planDevice('auto', machine);
    expect(device).not.toBeNull();
    expect(chooseKeptBuild(machine)).toBe(chooseBuild(device!, machine.hasJspi));
  });
});

describe('the release in a page’s address', () => {
  it.each([
    ['http://localhost:8573/engine/index-5019F4D7.html', '5019F4D7'],
    ['https://host.example/a/0.2.0/index-ABCDEF12.html?x=1#y', 'ABCDEF12'],
    ['http://localhost:8573/engine/index.html', null],
    ['http://localhost:8573/engine/', null],
    ['http://localhost:8573/index-5019F4D7.html/other.html', null],
  ])('of %s is %s', (address, release) => {
    expect(readRelease(address)).toBe(release);
  });

  it('gives two folders of one origin caches of their own', () => {
    const names = ['https://h.example/1/', 'https://h.example/2/'].map((folder) => nameRelease(folder, 'A'));
    expect(new Set(names).size).toBe(2);
  });
});
