import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runtimeBuilds } from '../../protocol/offline.ts';
import { buildEngine } from '../../tools/build/engine.mjs';
import { inlinePage } from '../../tools/build/release.mjs';
import { filesToKeep, namesItsContent, type Release } from '../../ui/engine/service-worker/release.ts';

const root = mkdtempSync(join(tmpdir(), 'underpaint-release-'));
const hash = (bytes: string | Buffer, encoding: 'hex' | 'base64' = 'hex') =>
  createHash('sha256').update(bytes).digest(encoding);

/** A pack of one small file: what is in it is not looked at here. */
async function buildWith(name: string, weights: string) {
  const packDir = join(root, `${name}-pack`);
  mkdirSync(join(packDir, 'unet'), { recursive: true });
  writeFileSync(join(packDir, 'unet/model.onnx'), weights);
  const outDir = join(root, name);
  const { page } = await buildEngine({ outDir, isPublished: false, packDir });
  const script = readFileSync(join(outDir, 'service-worker.js'), 'utf8');
  return { outDir, page, script, release: readRelease(script) };
}

/** The list that the service worker carries, as it will read it. */
function readRelease(script: string): Release {
  const literal = /\{id:"[0-9A-Z]{8}",files:\[.*?\]\}/s.exec(script)?.[0];
  expect(literal, 'the list of files in service-worker.js').toBeDefined();
  return new Function(`return ${literal}`)();
}

describe('a release of the engine', () => {
  let first: Awaited<ReturnType<typeof buildWith>>;
  beforeAll(async () => {
    first = await buildWith('first', 'weights');
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('lists every file with its size and hash, but for the page without a name and the list itself', () => {
    const onDisk = readdirSync(first.outDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(first.outDir.length + 1))
      .filter((path) => path !== 'index.html' && path !== 'service-worker.js');
    expect(first.release.files.map(({ path }) => path).sort()).toEqual(onDisk.sort());
    for (const { path, bytes, sha256 } of first.release.files) {
      const content = readFileSync(join(first.outDir, path));
      expect([path, bytes, sha256]).toEqual([path, content.length, hash(content)]);
    }
  });

  it('keeps page, worker and models for every browser, and one build of onnxruntime', () => {
    const kept = runtimeBuilds.map((build) => filesToKeep(first.release, build).map(({ path }) => path));
    for (const paths of kept) {
      expect(paths).toContain(first.page);
      expect(paths.filter((path) => path.startsWith('worker-'))).toHaveLength(1);
      expect(paths.filter((path) => path.startsWith('models/')).sort()).toEqual([
        'models/default/files.json',
        'models/default/unet/model.onnx',
      ]);
      expect(paths.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
    }
    // Nothing but the builds' own script and wasm differs, and each has its own.
    const shared = kept[0]!.filter((path) => kept.every((paths) => paths.includes(path)));
    for (const paths of kept) expect(paths).toHaveLength(shared.length + 2);
    const all = new Set(kept.flat());
    expect(first.release.files.map(({ path }) => path).filter((path) => !all.has(path))).toEqual([]);
  });

  it('names page and scripts after their content, so that no release means another’s by them', () => {
    for (const file of first.release.files)
      expect([file.path, namesItsContent(file)]).toEqual([file.path, /\.(js|html)$/.test(file.path)]);
    expect(first.page).toBe(`index-${first.release.id}.html`);
  });

  it('is the same release from the same files, and another when a byte of a model differs', async () => {
    const again = await buildWith('again', 'weights');
    expect([again.page, again.script]).toEqual([first.page, first.script]);
    const other = await buildWith('other', 'weightz');
    expect(other.page).not.toBe(first.page);
    // The service worker of one must not take the other's worker for its own: what they mean by files.json differs.
    const workerOf = ({ release }: typeof first) =>
      release.files.find(({ path }) => path.startsWith('worker-'));
    expect(workerOf(again)?.path).toBe(workerOf(first)?.path);
    expect(workerOf(other)?.path).not.toBe(workerOf(first)?.path);
  });
});

describe('the engine page', () => {
  it('names its script by hash in its policy, whatever the script holds', () => {
    const script = 'a="</script><!--$&$1";';
    const page = inlinePage(
      "<meta content=\"script-src '%SCRIPT_HASH%'\"><script>\n  '%SCRIPT%';\n</script>",
      script,
    );
    const inside = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? '';
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page).toContain(`'sha256-${hash(inside, 'base64')}'`);
    expect(inside).toContain('$&$1');
    expect(new Function(`${inside.replace('a=', 'return ')}`)()).toBe('</script><!--$&$1');
  });
});
