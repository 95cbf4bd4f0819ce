import { readFileSync } from 'node:fs';
import type { SchedulerName } from '../../protocol/generation.ts';

/** One picture that diffusers made, with every setting that it depends on. */
export type Case = {
  pack: string;
  task: 'generate' | 'vary' | 'fill';
  scheduler: SchedulerName;
  steps: number;
  guidance: number;
  seed: number;
  prompt: string;
  /** Null where diffusers was given none. */
  negative: string | null;
  strength?: number;
  guidanceRescale?: number;
  expected: string;
};

export const fixtures = new URL('../fixtures/parity/', import.meta.url);
export const cases: Case[] = JSON.parse(readFileSync(new URL('cases.json', fixtures), 'utf8'));

/** A right implementation reaches 72 to 92 dB; a wrong alpha or offset still reaches 54 to 62. */
export const floorDb = 65;
