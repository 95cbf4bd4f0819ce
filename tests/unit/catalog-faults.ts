import {
  type CatalogEntry,
  type CatalogFile,
  type CatalogTask,
  catalogGroups,
  type LocalText,
} from '../../models/catalog.ts';
import { limits, schedulerNames, tasks } from '../../protocol/generation.ts';
import type { PackFiles } from '../../ui/runtime/pack-files.ts';
import type { PartGraph } from '../../ui/runtime/part-graph.ts';
import { requireFiles } from '../../ui/runtime/require-files.ts';

/** Places that keep versions: an address there without a commit means other bytes tomorrow. */
const hubHosts = ['huggingface.co', 'hf-mirror.com', 'modelscope.cn', 'www.modelscope.cn', 'github.com'];

const isSanePath = (path: string) =>
  /^[\w. -]+(\/[\w. -]+)*$/.test(path) && !path.split('/').some((name) => /^\.{1,2}$/.test(name));

function* findTextFaults(what: string, text: LocalText): Generator<string> {
  for (const language of ['en', 'de'] as const) {
    const sentence: string | undefined = text[language];
    if (typeof sentence !== 'string' || sentence.trim() === '') yield `${what}: no ${language}`;
    else if (!/^\p{Lu}.*\.$/u.test(sentence)) yield `${what}: ${language} is no sentence`;
    else if (sentence.length > 260) yield `${what}: ${language} is long`;
  }
  if (text.en === text.de) yield `${what}: not translated`;
  // The panel says du.
  if (/\b(Sie|Ihnen|Ihr(e[mnrs]?)?)\b/.test(text.de)) yield `${what}: Sie`;
}

function* findFileFaults(files: readonly CatalogFile[], downloadBytes: number | null): Generator<string> {
  for (const { path, bytes, sha256 } of files) {
    if (!isSanePath(path)) yield `path ${path}`;
    if (bytes !== null && !(Number.isInteger(bytes) && bytes > 0)) yield `bytes of ${path}`;
    if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) yield `sha256 of ${path}`;
  }
  if (new Set(files.map(({ path }) => path)).size !== files.length) yield 'a path twice';
  const known = files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const isWhole = files.length > 0 && files.every(({ bytes }) => bytes !== null);
  if (downloadBytes === null || known === 0) return;
  if (downloadBytes > 1.1 * known || downloadBytes < known) yield `sum is ${known}, stated ${downloadBytes}`;
  // Two digits are for what nobody knows better.
  if (isWhole && downloadBytes !== known && downloadBytes % 10_000_000 !== 0) yield `sum is ${known}`;
}

function* findSourceFaults({ source, downloadBytes }: CatalogEntry): Generator<string> {
  if (source.from === 'engine') {
    if (downloadBytes !== null) yield 'a download that comes with the engine';
    if (!isSanePath(source.folder.replace(/\/$/, ''))) yield `folder ${source.folder}`;
    return;
  }
  yield* findFileFaults(source.files, downloadBytes);
  if (downloadBytes === null || downloadBytes <= 0) yield 'no size of the download';
  const addresses = source.from === 'hub' ? source.mirrors : source.pages;
  if (addresses.length === 0) yield 'no address';
  for (const address of addresses)
    if (!URL.canParse(address) || !address.startsWith('https://')) yield address;
  if (source.from === 'person') return;
  if (source.files.length === 0) yield 'nothing to download';
  for (const path of Object.keys(source.supplements)) {
    const isThere = source.files.some((file) => file.path === path);
    if (!isSanePath(path) || !path.endsWith('.json') || isThere) yield `supplement ${path}`;
  }
  for (const mirror of source.mirrors) {
    const { hostname, pathname, search } = new URL(mirror);
    if (!pathname.endsWith('/') || search !== '') yield `not a folder: ${mirror}`;
    const commit = /\/resolve\/([^/]+)\/$/.exec(pathname)?.[1] ?? '';
    if (hubHosts.includes(hostname) && !/^[0-9a-f]{40}$/.test(commit)) yield `not pinned: ${mirror}`;
  }
  if (!source.mirrors.some((mirror) => mirror.includes(source.revision))) yield `revision ${source.revision}`;
}

function* findLicenseFaults({ license, source, purpose }: CatalogEntry): Generator<string> {
  if (license.name.trim() === '') yield 'license without a name';
  const isBundled = source.from === 'engine';
  if (license.url === null ? license.name !== 'NOASSERTION' : !isBundled && !/^https:/.test(license.url))
    yield 'license without a text';
  yield* findTextFaults('license', license.meaning);
  if (source.from !== 'hub' || license.allowsCommercialUse === 'yes') return;
  if (!license.mustAccept) yield 'conditions that nobody accepts';
  if (license.allowsCommercialUse === 'with-conditions') return;
  if (!purpose.en.includes('license') || !purpose.de.includes('Lizenz')) yield 'offered without a word';
}

function* findJobFaults(entry: CatalogEntry): Generator<string> {
  const { width, height } = entry.nativePx;
  if (![width, height].every((side) => Number.isInteger(side / 8) && side >= 64)) yield 'native size';
  const { gpuMemory, downloadBytes, weights } = entry;
  if (gpuMemory !== null && !(gpuMemory.bytes >= (downloadBytes ?? 0) && gpuMemory.bytes < 64e9))
    yield 'weights that do not fit the stated memory';
  if (/16/.test(weights) && entry.source.from !== 'engine' && !entry.needs.includes('shader-f16'))
    yield '16-bit weights on any adapter';
  const isForeign = entry.tasks.some((task) => !tasks.some((known) => known === task));
  if (isForeign && entry.awaits.length === 0) yield 'nothing here can run it';
  if (entry.unverified === (entry.source.from === 'engine')) yield 'unverified';
  if (entry.kind !== 'diffusion') return;
  const { steps, guidance, scheduler } = entry.defaults;
  if (!Number.isInteger(steps) || steps < limits.steps.min || steps > limits.steps.max) yield 'steps';
  if (guidance < limits.guidance.min || guidance > limits.guidance.max) yield 'guidance';
  if (!schedulerNames.some((known) => known === scheduler)) yield `scheduler ${scheduler}`;
}

/** An eraser is told by its one graph, and does one thing. */
function findEraserFaults(files: readonly CatalogFile[], wanted: readonly CatalogTask[]): string[] {
  const graphs = files.filter(({ path }) => path.endsWith('.onnx'));
  return graphs.length === 1 && wanted.join() === 'remove'
    ? []
    : ['an eraser of other than one graph and task'];
}

/** What the loader would refuse about a pack of exactly the listed files. */
async function findLoaderFaults({ kind, source, awaits, tasks: wanted }: CatalogEntry): Promise<string[]> {
  if (source.from !== 'hub') return [];
  if (kind === 'eraser') return findEraserFaults(source.files, wanted);
  if (kind !== 'diffusion' || awaits.length > 0) return [];
  const paths = new Set([...source.files.map(({ path }) => path), ...Object.keys(source.supplements)]);
  const files: PackFiles = { has: async (path) => paths.has(path), read: async () => null };
  const parts = [...paths].flatMap((path) => /^(\w+)\/model\.onnx$/.exec(path)?.[1] ?? []);
  const needsEncoder = wanted.includes('fill') || wanted.includes('vary');
  const faults = needsEncoder && !parts.includes('vae_encoder') ? ['fills without an encoder'] : [];
  const graphs = new Map(parts.map((part) => [part, {} as PartGraph]));
  return requireFiles(files, graphs).then(
    () => faults,
    (thrown: unknown) => [...faults, String(thrown)],
  );
}

/** Everything wrong with rows of the catalog, each with its row's id; empty where all is well. */
export async function findFaults(rows: readonly CatalogEntry[]): Promise<string[]> {
  const faults: string[] = [];
  for (const row of rows) {
    const own = [
      ...(/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(row.id) ? [] : ['id']),
      ...(row.name.trim() === '' ? ['name'] : []),
      ...findTextFaults('purpose', row.purpose),
      ...findSourceFaults(row),
      ...findLicenseFaults(row),
      ...findJobFaults(row),
      ...(await findLoaderFaults(row)),
    ];
    faults.push(...own.map((fault) => `${row.id}: ${fault}`));
  }
  if (new Set(rows.map(({ id }) => id)).size !== rows.length) faults.push('an id twice');
  const places = rows.map((row) => catalogGroups.findIndex(({ id }) => id === row.group));
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) faults.push('groups in disorder');
  for (const { id } of catalogGroups) {
    const needs = rows.flatMap((row) => (row.group === id ? (row.gpuMemory?.bytes ?? []) : []));
    if (needs.some((bytes, index) => bytes < (needs[index - 1] ?? 0))) faults.push(`${id} in disorder`);
  }
  return faults;
}
