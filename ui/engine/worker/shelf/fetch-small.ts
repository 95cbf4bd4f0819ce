import { AppError } from '../../../../protocol/errors.ts';
import type { Fetch } from '../downloads/fetch-answer.ts';

const patienceMs = 20_000;
const mostBytes = 4 * 1024 * 1024;

const plain = () =>
  ({
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    signal: AbortSignal.timeout(patienceMs),
  }) as const;

/** Why a server cannot be read: a request whose answer stays hidden tells whether it is there at all. */
async function explainSilence(fetch: Fetch, url: string, thrown: unknown): Promise<AppError> {
  const { host } = new URL(url);
  try {
    await fetch(url, { ...plain(), mode: 'no-cors' });
  } catch {
    return new AppError('server-unreachable', `${url}: ${String(thrown)}`, host);
  }
  return new AppError('no-cors', `${url} answers and lets no other page read it`, host);
}

async function ask(fetch: Fetch, url: string, headers: Record<string, string>): Promise<Response | null> {
  const response = await fetch(url, { ...plain(), headers, mode: 'cors' }).catch(async (thrown) => {
    throw await explainSilence(fetch, url, thrown);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return null;
  throw new AppError(
    'server-refused',
    `${url}: HTTP ${response.status}`,
    `${new URL(url).host}, ${response.status}`,
  );
}

/**
 * A small JSON file from a server; undefined where there is none, null where it is no JSON. Throws `no-cors`,
 * `server-unreachable` or `server-refused` with the host.
 */
export async function fetchJson(fetch: Fetch, url: string): Promise<unknown> {
  const response = await ask(fetch, url, {});
  if (response === null) return undefined;
  const text = await response.text().catch((thrown: unknown) => {
    throw new AppError('server-unreachable', `${url}: ${String(thrown)}`, new URL(url).host);
  });
  if (text.length > mostBytes) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** True where a server has a file; its first byte is asked for, as a download would ask. */
export async function hasFile(fetch: Fetch, url: string): Promise<boolean> {
  const response = await ask(fetch, url, { Range: 'bytes=0-0' });
  await response?.body?.cancel();
  return response !== null;
}
