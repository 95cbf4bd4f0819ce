import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { SchedulerName, Task } from '../../protocol/generation.ts';
import { runRenderJob } from '../../tools/render/job.mjs';
import { openSession } from '../../tools/render/session.mjs';
import type { Automation } from '../../ui/shell/actions/automation.ts';

export type Session = { page: Page; panel: Frame; close(): Promise<void> };

/** Everything that `npm run render` takes, as its parser gives it. */
export type RenderOptions = {
  task: Task;
  prompt: string;
  negativePrompt: string | null;
  seed: number;
  steps: number | null;
  guidance: number | null;
  guidanceRescale: number;
  strength: number | null;
  scheduler: SchedulerName | null;
  count: number;
  size: { width: number; height: number } | null;
  place: { x: number; y: number } | null;
  context: 'auto' | 'whole' | 'mask';
  edge: 'blend' | 'strict' | 'raw';
  membrane: boolean;
  device: 'auto' | 'webgpu' | 'wasm';
  image: string | null;
  mask: string | null;
  /** One that comes with the plugin, one to install from a server, or a folder to add one from. */
  model: { id: string; from?: string } | { folder: string };
};

export type RenderReport = NonNullable<Automation['lastReport']>;
export type Rendered = {
  results: {
    seed: number;
    out: Buffer;
    patch: Buffer;
    rect: { x: number; y: number; width: number; height: number };
  }[];
  report: RenderReport;
};

const defaults: RenderOptions = {
  task: 'generate',
  prompt: 'a red circle on a blue background',
  negativePrompt: null,
  seed: 0,
  steps: null,
  guidance: null,
  guidanceRescale: 0,
  strength: null,
  scheduler: null,
  count: 1,
  size: null,
  place: null,
  context: 'auto',
  edge: 'blend',
  membrane: false,
  device: 'wasm',
  image: null,
  mask: null,
  model: { id: 'default' },
};

/** One browser with the plugin open over an empty document. */
export async function startSession(): Promise<Session> {
  return openSession();
}

/** One job, as `npm run render` runs it. */
export async function render(session: Session, options: Partial<RenderOptions>): Promise<Rendered> {
  return (await runRenderJob(session, { ...defaults, ...options })) as Rendered;
}

export const scratchFolder = () => mkdtempSync(join(tmpdir(), 'underpaint-e2e-'));
