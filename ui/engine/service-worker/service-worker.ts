import { runtimeBuilds } from '../../../protocol/offline.ts';
import { answerRange } from './answer-range.ts';
import { fetchVerified } from './fetch-verified.ts';
import { keepRelease, removeUnusedReleases } from './keep-release.ts';
import { filesToKeep, namesItsContent, type Release, type ReleaseFile } from './release.ts';
import { openReleaseStore } from './release-store.ts';

declare const self: ServiceWorkerGlobalScope;

/** What the build has put beside this script. */
declare const __RELEASE__: Release;

const folder = new URL('./', self.location.href).href;
const store = openReleaseStore(folder, __RELEASE__);
const asked = new URLSearchParams(self.location.search).get('build');
const toKeep = filesToKeep(__RELEASE__, runtimeBuilds.find((build) => build === asked) ?? 'wasm');
const fileAt = new Map(__RELEASE__.files.map((file) => [store.addressOf(file), file]));

let keeping: Promise<void> | null = null;
function keepAll(): Promise<void> {
  keeping ??= keepRelease(store, toKeep).finally(() => {
    keeping = null;
  });
  return keeping;
}

/**
 * Whether what is asked for is what this release means by that name: the workers of another release are left alone. A
 * worker's own name stands for everything that it may ask for.
 */
async function isMeant(file: ReleaseFile, clientId: string): Promise<boolean> {
  if (namesItsContent(file)) return true;
  const client = await self.clients.get(clientId);
  return client !== undefined && fileAt.has(client.url);
}

async function answer(file: ReleaseFile, event: FetchEvent): Promise<Response> {
  if (!(await isMeant(file, event.clientId)) || !(await store.isComplete())) return fetch(event.request);
  const kept = await store.read(file);
  if (kept !== null) return answerRange(event.request.headers, kept);
  try {
    // A build that this browser did not need before, or a file that the disk has lost.
    const fetched = await fetchVerified(file, store.addressOf(file));
    await store.put(file, fetched.clone()).catch(() => {});
    return await answerRange(event.request.headers, fetched);
  } catch {
    // Half of this release and half of another would be worse than an error; the next start asks the server alone.
    if (toKeep.includes(file)) await store.setComplete(false);
    return Response.error();
  }
}

/** A page has begun: what is missing is fetched again, and what nobody uses any longer makes room. */
async function lookAfter(): Promise<void> {
  if (!(await store.isComplete())) await keepAll();
  // A newer release that is kept already may have no page yet.
  if (self.registration.installing !== null || self.registration.waiting !== null) return;
  await removeUnusedReleases(store.name, __RELEASE__);
}

self.addEventListener('install', (event) => event.waitUntil(keepAll()));

// Not before the pages of the release before have gone: a new service worker waits for that by itself.
self.addEventListener('activate', (event) =>
  event.waitUntil(
    Promise.all([self.clients.claim(), removeUnusedReleases(store.name, __RELEASE__).catch(() => {})]),
  ),
);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = request.method === 'GET' ? fileAt.get(request.url) : undefined;
  if (file === undefined) return;
  event.respondWith(answer(file, event));
  if (request.destination === 'worker') event.waitUntil(lookAfter().catch(() => {}));
});
