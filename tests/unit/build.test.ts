import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { copyPack } from '../../tools/build/engine.mjs';
import { writeManifest } from '../../tools/build/manifest.mjs';
import { scriptName } from '../../tools/build/pack-script.mjs';
import { buildPlugin, checkSandboxCode } from '../../tools/build/plugin.mjs';
import { inlineDocument } from '../../tools/build/shell.mjs';
import { enginePort } from '../../tools/ports.mjs';

const scratch = () => mkdtempSync(join(tmpdir(), 'underpaint-build-'));

describe('plugin.js for the sandbox', () => {
  it.each([
    ['a dynamic import', 'const a = import("./b.js");'],
    ['the text in a string', 'figma.notify("how to import (a picture)");'],
    ['the text with a comment', 'import/* x */("./b.js")'],
  ])('is refused with %s, as Figma scans the text', (_, code) => {
    expect(() => checkSandboxCode(code)).toThrow('which Figma rejects');
  });

  it.each([
    'new TextDecoder().decode(b)',
    'let t=performance.now()',
    'x=atob(s)',
    'new URL(u)',
    'new AbortController',
    'document.body',
  ])('is refused when it uses what QuickJS lacks: %s', (code) => {
    expect(() => checkSandboxCode(code)).toThrow('does not have');
  });

  it.each(['node.document.x', 'let o={performance:1}', 'const s="URL(";', 'figma.ui.postMessage({URL:1})'])(
    'may name such a thing as a property or text: %s',
    (code) => {
      expect(() => checkSandboxCode(code)).not.toThrow();
    },
  );

  it('carries the address of the engine', async () => {
    const outDir = scratch();
    await buildPlugin({ outDir, engineUrl: 'https://engine.example.com/0.1.0/' });
    expect(readFileSync(join(outDir, 'plugin.js'), 'utf8')).toContain('https://engine.example.com/0.1.0/');
  });
});

describe('ui.html', () => {
  it('survives end tags and $ patterns inside the code', () => {
    const parts = { script: 'a="</script>$&$1";', style: 'b{content:"</style>"}' };
    const page = inlineDocument({ ...parts, isPacked: false });
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain('$&$1');
  });

  it('carries its script packed, with nothing of it left to read', () => {
    const script = `document.title = "ü</script>$&"; ${'again("and");'.repeat(500)}`;
    const page = inlineDocument({ script, style: '' });
    expect(page).not.toContain('again');
    const packed = /<script type="text\/plain" id="packed">([^<]+)</.exec(page)?.[1] ?? '';
    const text = inflateRawSync(Buffer.from(packed, 'base64')).toString();
    expect(text.startsWith(script)).toBe(true);
    expect(text).toContain(`//# sourceURL=${scriptName}`);
    expect(page.length).toBeLessThan(script.length / 2);
  });
});

describe('the manifest', () => {
  it('names the development port where the engine is served', () => {
    const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));
    expect(manifest.networkAccess.devAllowedDomains).toEqual([`http://localhost:${enginePort}`]);
    expect(manifest.id).toBeTruthy();
  });

  it('of a hosted build allows the engine alone and carries the given id', async () => {
    const outDir = scratch();
    await writeManifest({ outDir, engine: 'https://engine.example.com/0.1.0/', id: '123' });
    const manifest = JSON.parse(readFileSync(join(outDir, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ id: '123', main: 'plugin.js', ui: 'ui.html' });
    expect(manifest.networkAccess.allowedDomains).toEqual(['https://engine.example.com/0.1.0/']);
    expect(manifest.networkAccess.devAllowedDomains).toEqual([]);
  });
});

describe('a copied pack', () => {
  it('lists every file with size and hash', async () => {
    const [from, to] = [scratch(), scratch()];
    await mkdir(join(from, 'unet'));
    writeFileSync(join(from, 'unet/model.onnx'), 'abc');
    writeFileSync(join(from, 'MODEL_CARD.md'), 'not served');
    await copyPack(from, to);
    expect(JSON.parse(readFileSync(join(to, 'files.json'), 'utf8'))).toEqual([
      {
        path: 'unet/model.onnx',
        bytes: 3,
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      },
    ]);
  });
});
