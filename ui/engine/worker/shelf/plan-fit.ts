import type { CatalogEntry } from '../../../../models/catalog.ts';
import type { Fit, FitReason } from '../../../../protocol/shelf.ts';
import type { MachineFacts } from './probe-machine.ts';

const gibibyte = 2 ** 30;

/** WASM addresses 4 GiB, and half of that is for the weights (ui/runtime/memory-limits.ts). */
const mostProcessorBytes = 2 * gibibyte;

/** A part whose 32-bit weights are larger is not widened for a GPU (ui/runtime/plan-halves.ts). */
const mostWidenedBytes = 8 * gibibyte;

/** More than this share of a machine's memory, and its programs are moved to the disk. */
const easyShare = 0.75;

const verdict = (is: Fit['verdict'], reason: FitReason, subject: string | null = null): Fit => ({
  verdict: is,
  reason,
  subject,
});

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
const compare = (needed: number, there: number) =>
  `${inGigabytes(needed)} ${needed > there ? '>' : '/'} ${inGigabytes(there)}`;

/**
 * Bytes of the largest tensor of a U-Net: the scores of its first self-attention, 8 heads of every pixel of the latent
 * with every other, as exports from optimum write them out. Stable Diffusion attends from the full latent on, which is
 * an eighth of the picture; XL, of 1024 pixels, from half of that.
 */
function countScoreBytes({ kind, nativePx }: CatalogEntry, bytesPerNumber: number): number {
  if (kind !== 'diffusion') return 0;
  const factor = Math.min(nativePx.width, nativePx.height) >= 1024 ? 16 : 8;
  const tokens = (nativePx.width / factor) * (nativePx.height / factor);
  return 8 * tokens ** 2 * bytesPerNumber;
}

function planOnProcessor(entry: CatalogEntry, reason: FitReason): Fit {
  const bytes = entry.downloadBytes ?? 0;
  return bytes > mostProcessorBytes
    ? verdict('unfit', reason, compare(bytes, mostProcessorBytes))
    : verdict('slow', reason);
}

function planOnGpu(entry: CatalogEntry, machine: MachineFacts): Fit {
  const isWidened = entry.needs.includes('shader-f16') && !machine.hasShaderF16;
  const bytes = entry.downloadBytes ?? 0;
  if (isWidened && 2 * bytes > mostWidenedBytes)
    return verdict('unfit', 'no-half-floats', compare(2 * bytes, mostWidenedBytes));
  const scores = countScoreBytes(entry, isWidened || entry.weights === 'fp32' ? 4 : 2);
  if (machine.tensorBytes !== null && scores > machine.tensorBytes)
    return verdict('unfit', 'buffer-too-small', compare(scores, machine.tensorBytes));
  const memory = (entry.gpuMemory?.bytes ?? 0) * (isWidened ? 2 : 1);
  if (machine.memoryBytes !== null && memory > machine.memoryBytes * easyShare) {
    const is = memory > machine.memoryBytes ? 'unfit' : 'slow';
    return verdict(is, 'memory-too-small', compare(memory, machine.memoryBytes));
  }
  return isWidened
    ? verdict('slow', 'full-floats-instead')
    : { verdict: 'fits', reason: null, subject: null };
}

/**
 * Says whether a model will run on a machine, from what is known before a byte is fetched. What comes with the engine
 * page runs anywhere. Numbers are estimates on the safe side; where nothing is known, nothing is held against a model.
 */
export function planFit(entry: CatalogEntry, machine: MachineFacts): Fit {
  if (entry.awaits.length > 0) return verdict('unfit', 'not-yet');
  if (entry.source.from === 'engine') return { verdict: 'fits', reason: null, subject: null };
  if (machine.webgpu === 'none') return planOnProcessor(entry, 'no-gpu');
  if (machine.webgpu === 'software') return planOnProcessor(entry, 'software-gpu');
  return planOnGpu(entry, machine);
}
