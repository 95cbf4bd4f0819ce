import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Who may import whom (ARCHITECTURE.md shows the same table). Packages are named as in package.json. */
const rules: Record<string, { rooms: string[]; packages: string[] }> = {
  protocol: { rooms: [], packages: ['valibot'] },
  plugin: { rooms: ['protocol'], packages: [] },
  models: { rooms: [], packages: [] },
  'ui/imaging': { rooms: [], packages: [] },
  'ui/diffusion': { rooms: [], packages: [] },
  'ui/provenance': { rooms: ['protocol'], packages: [] },
  'ui/runtime': {
    rooms: ['ui/diffusion', 'models'],
    packages: ['onnxruntime-web', '@huggingface/tokenizers', 'pbf'],
  },
  'ui/engine/worker': {
    rooms: ['protocol', 'ui/imaging', 'ui/diffusion', 'ui/runtime', 'models'],
    packages: ['@zip.js/zip.js', 'fast-png', 'hash-wasm', 'valibot'],
  },
  'ui/engine/service-worker': { rooms: ['protocol'], packages: [] },
  'ui/engine': { rooms: ['protocol'], packages: ['valibot'] },
  'ui/shell/components': {
    rooms: ['ui/shell/actions', 'ui/shell/state', 'ui/shell/text', 'ui/imaging', 'models', 'protocol'],
    packages: ['preact', '@preact/signals'],
  },
  'ui/shell/actions': {
    rooms: [
      'ui/shell/clients',
      'ui/shell/state',
      'ui/shell/text',
      'ui/imaging',
      'ui/provenance',
      'models',
      'protocol',
    ],
    packages: ['@preact/signals'],
  },
  'ui/shell/clients': { rooms: ['protocol'], packages: [] },
  'ui/shell/state': {
    rooms: ['protocol', 'ui/imaging', 'ui/provenance', 'models', 'ui/shell/text'],
    packages: ['@preact/signals', 'valibot'],
  },
  'ui/shell/text': { rooms: ['protocol'], packages: [] },
};

/** Every source file below a folder, leaving out folders that have a rule of their own. */
function filesOf(room: string): string[] {
  const nested = Object.keys(rules).filter((other) => other.startsWith(`${room}/`));
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !nested.some((other) => file.startsWith(`${other}/`)));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '').filter((name) => name !== '');
}

/** The room that a path belongs to: the longest rule that contains it. */
function roomOf(path: string): string | undefined {
  return Object.keys(rules)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

describe('the rooms import in one direction', () => {
  for (const [room, allowed] of Object.entries(rules)) {
    it(`${room} imports ${[...allowed.rooms, ...allowed.packages].join(', ') || 'nothing'}`, () => {
      const wrong: string[] = [];
      const files = filesOf(room);
      expect(files.length, `${room} has no source file: has the room moved?`).toBeGreaterThan(0);
      for (const file of files) {
        for (const name of importsOf(file)) {
          if (name.startsWith('.')) {
            const target = relative(root, resolve(root, dirname(file), name)).replaceAll('\\', '/');
            const other = roomOf(target);
            if (other !== room && !(other && allowed.rooms.includes(other)))
              wrong.push(`${file} imports ${target}`);
          } else if (!allowed.packages.some((pkg) => name === pkg || name.startsWith(`${pkg}/`))) {
            wrong.push(`${file} imports ${name}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  }

  it('components read state and never set it', () => {
    const setting = filesOf('ui/shell/components').filter((file) =>
      /\.value\s*=[^=]/.test(
        readFileSync(join(root, file), 'utf8').replaceAll(
          /(currentTarget|target|element)\.value\s*=[^=]/g,
          '',
        ),
      ),
    );
    expect(setting).toEqual([]);
  });

  it('no source file is a heap', () => {
    const long = Object.keys(rules)
      .flatMap(filesOf)
      .filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });
});
