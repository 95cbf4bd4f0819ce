import { describe, expect, test } from 'vitest';
import {
  compileContentSecurityPolicy,
  isAddressAllowed,
} from '../../host/plugin-runtime/content-security-policy.ts';
import { ManifestError, parseManifest } from '../../host/plugin-runtime/manifest.ts';
import { readPluginPackage } from '../../host/plugin-runtime/plugin-package.ts';
import { MANIFEST } from './plugin-harness.ts';

const withNetwork = (networkAccess: object) => parseManifest({ ...MANIFEST, networkAccess });

function problemsOf(manifest: object): readonly string[] {
  try {
    parseManifest(manifest);
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}

describe('a manifest', () => {
  test('is accepted when complete', () => {
    expect(problemsOf(MANIFEST)).toEqual([]);
  });

  test.each([
    ['an unknown editor', { editorType: ['photoshop'] }, 'unknown value "photoshop"'],
    ['FigJam together with Dev Mode', { editorType: ['figjam', 'dev'] }, 'cannot be combined'],
    ['no editor', { editorType: [] }, 'at least one editor'],
    ['no documentAccess', { documentAccess: undefined }, '"documentAccess" must be "dynamic-page"'],
    ['another api', { api: '2.0.0' }, '"api" must be "1.0.0"'],
    ['no main', { main: '' }, '"main" is missing'],
    ['no domain', { networkAccess: { allowedDomains: [] } }, 'at least one domain'],
    ['every domain without a reason', { networkAccess: { allowedDomains: ['*'] } }, 'reasoning'],
    [
      'a local server without a reason',
      { networkAccess: { allowedDomains: ['http://localhost:80'] } },
      'reasoning',
    ],
    ['a file as a domain', { networkAccess: { allowedDomains: ['file:///etc'] } }, 'no valid domain'],
    ['"none" among others', { networkAccess: { allowedDomains: ['none', 'a.com'] } }, 'stand alone'],
    ['an unknown permission', { permissions: ['camera'] }, 'unknown value "camera"'],
    ['a relaunch button without a name', { relaunchButtons: [{ command: 'again' }] }, 'relaunch button'],
  ])('is refused with %s', (_what, change, problem) => {
    expect(problemsOf({ ...MANIFEST, ...change }).join(' ')).toContain(problem);
  });

  test('names every problem at once', () => {
    expect(problemsOf({ editorType: ['x'], networkAccess: { allowedDomains: [] } }).length).toBeGreaterThan(
      4,
    );
  });
});

describe('the panel’s content security policy', () => {
  const manifest = withNetwork({
    allowedDomains: ['https://engine.example.com'],
    devAllowedDomains: ['http://localhost:5173'],
  });

  test('is data: and the listed domains, development domains only in development', () => {
    const published = compileContentSecurityPolicy(manifest, { isDevelopment: false });
    expect(published).toContain('default-src data: https://engine.example.com;');
    expect(published).not.toContain('localhost');
    expect(compileContentSecurityPolicy(manifest, { isDevelopment: true })).toContain(
      'http://localhost:5173',
    );
  });

  test('is data: alone for "none", with inline script and blob: pictures', () => {
    const policy = compileContentSecurityPolicy(withNetwork({ allowedDomains: ['none'] }), {
      isDevelopment: true,
    });
    expect(policy).toContain('default-src data:;');
    expect(policy).toMatch(/script-src [^;]*'unsafe-inline'/);
    expect(policy).toMatch(/img-src [^;]*blob:/);
    expect(policy).not.toContain('none');
  });
});

describe('an address', () => {
  const allows = (domain: string, address: string) =>
    isAddressAllowed(withNetwork({ allowedDomains: [domain], reasoning: 'test' }), address, {
      isDevelopment: false,
    });

  test.each([
    ['example.com', 'https://example.com/any/path', true],
    ['example.com', 'https://www.example.com/', false],
    ['*.example.com', 'https://api.example.com/x', true],
    ['*.example.com', 'https://example.com/x', false],
    ['www.example.com/images/', 'https://www.example.com/images/a/b.png', true],
    ['www.example.com/images/', 'https://www.example.com/other', false],
    ['api.example.com/rest/get', 'https://api.example.com/rest/get', true],
    ['api.example.com/rest/get', 'https://api.example.com/rest/get/deeper', false],
    ['https://example.com', 'http://example.com/', false],
    ['http://localhost:3000', 'http://localhost:3000/a', true],
    ['http://localhost:3000', 'http://localhost:3001/a', false],
    ['http://localhost', 'http://localhost:3000/a', false],
    ['*', 'https://anything.org/', true],
    ['none', 'https://example.com/', false],
  ])('%s with %s: %s', (domain, address, isAllowed) => {
    expect(allows(domain, address)).toBe(isAllowed);
  });
});

test('a plugin folder is read through its manifest, a map of ui files too', async () => {
  const files: { readonly [path: string]: string } = {
    'manifest.json': JSON.stringify({
      ...MANIFEST,
      main: 'dist/code.js',
      ui: { main: 'a.html', help: 'b.html' },
    }),
    'dist/code.js': 'figma.closePlugin()',
    'a.html': 'A',
    'b.html': 'B',
  };
  const read = async (path: string) => files[path] ?? Promise.reject(new Error(`no ${path}`));
  const plugin = await readPluginPackage(read);
  expect(plugin).toMatchObject({
    code: 'figma.closePlugin()',
    html: null,
    uiFiles: { main: 'A', help: 'B' },
  });
});
