import type { Client } from '../../../protocol/client.ts';
import { type EngineContract, engineVersion } from '../../../protocol/engine-contract.ts';

/** How often a working engine page is asked for a sign of life, and how long it may take to give one. */
export type PulseOptions = { everyMs: number; answerMs: number };

/** A page that leaves two greetings in a row unanswered is gone; one alone may be a machine that slept. */
const missesAllowed = 1;

/** Asks the page for a sign of life once; false where none came in time. Greetings are answered beside a running job. */
export async function isAlive(client: Client<EngineContract>, answerMs: number): Promise<boolean> {
  try {
    await client.call('hello', { version: engineVersion }, { timeoutMs: answerMs });
    return true;
  } catch {
    return false;
  }
}

/**
 * Waits for work of an engine page while watching that the page lives, and closes the wire when it does not, which fails
 * the work. A page whose process crashes ends its MessagePort without a word (Chromium 156, measured).
 */
export async function whileAlive<T>(
  client: Client<EngineContract>,
  work: Promise<T>,
  { everyMs, answerMs }: PulseOptions,
): Promise<T> {
  let misses = 0;
  let timer: ReturnType<typeof setTimeout>;
  let isOver = false;
  const beat = async () => {
    misses = (await isAlive(client, answerMs)) ? 0 : misses + 1;
    if (isOver) return;
    if (misses > missesAllowed) client.close('the engine page gave no sign of life');
    else timer = setTimeout(beat, everyMs);
  };
  timer = setTimeout(beat, everyMs);
  try {
    return await work;
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
