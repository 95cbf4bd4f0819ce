import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPromptReaders } from '../../../ui/engine/worker/prompt-readers.ts';
import type { PackSource } from '../../../ui/runtime/pack-files.ts';
import { readFolder } from '../../parity/open-pack-from-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const defaultPack = path.join(root, 'models/default');
const clipPack = path.join(root, 'tests/fixtures/parity/packs/sd15');

/** A pack's folder, with what was opened of it. */
function watched(folder: string): { source: PackSource; opened: string[] } {
  const source = readFolder(folder);
  const opened: string[] = [];
  return {
    opened,
    source: {
      ...source,
      open: (file) => {
        opened.push(file);
        return source.open(file);
      },
      read: (file) => {
        opened.push(file);
        return source.read(file);
      },
    },
  };
}

const red = (count: number) => Array.from({ length: count }, () => 'red').join(' ');

describe('how the default pack reads a prompt', () => {
  const readers = createPromptReaders(async () => readFolder(defaultPack));
  const read = async (prompt: string) => (await readers.read('default', prompt, '')).prompt;

  it('tells the pieces, the room of its one chunk, and nothing cut while all fits', async () => {
    expect(await read('')).toEqual({ tokens: 0, room: 30, cutFrom: null });
    expect(await read('a red circle')).toMatchObject({ tokens: 3, cutFrom: null });
    expect(await read(red(30))).toEqual({ tokens: 30, room: 30, cutFrom: null });
  });

  it('says where what it does not read begins', async () => {
    const kept = red(30);
    const rest = 'blue Circle on a hill';
    const reading = await read(`${kept} ${rest}`);
    expect(reading).toMatchObject({
      tokens: 30 + (await read(rest)).tokens,
      cutFrom: kept.length + 1,
    });
  });

  it('cuts before a word that fits only in part', async () => {
    const kept = `${red(29)}\n`;
    expect((await read(`${kept}Überschwemmungsgebiet am Fluß`)).cutFrom).toBe(kept.length);
  });

  it('counts in UTF-16 units behind umlauts and emoji', async () => {
    const start = 'Häuser im Frühling 🏠🌳 ';
    const { tokens } = await read(start);
    const rest = red(30 - tokens);
    const prompt = `${start}${rest} grün 🌸`;
    const { cutFrom } = await read(prompt);
    expect(prompt.slice(cutFrom ?? 0)).toBe('grün 🌸');
  });

  it('reads weights and escapes as a run does: they take no room', async () => {
    expect((await read('a (red:1.3) circle')).tokens).toBe(3);
    expect((await read('a [red] ((circle))')).tokens).toBe(3);
    const kept = `(${red(15)}:1.2) [${red(15)}] `;
    const cut = '((blue circle:1.4) on\\) a hill)';
    expect((await read(kept + cut)).cutFrom).toBe(kept.length);
  });

  it('leaves the bracket that weighs both what is read and what is not', async () => {
    const prompt = `(${red(30)} blue:1.2)`;
    const { cutFrom } = await read(prompt);
    expect(prompt.slice(cutFrom ?? 0)).toBe('blue:1.2)');
  });

  it('never cuts within a word, nor before everything it can read', async () => {
    const word = fc.constantFrom(
      'red',
      'Überfluß',
      '🏠🌳',
      '(blue:1.3)',
      '[a',
      'hill]',
      '\\(x\\)',
      'e\u0301té',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 60 }), async (words) => {
        const prompt = words.join(' ');
        const { tokens, room, cutFrom } = await read(prompt);
        expect(cutFrom === null).toBe(tokens <= room);
        if (cutFrom === null) return;
        expect(cutFrom).toBeLessThan(prompt.length);
        expect(/(^|[\s([])$/.test(prompt.slice(0, cutFrom))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('opens its tokenizer once and no network', async () => {
    const { source, opened } = watched(defaultPack);
    let found = 0;
    const own = createPromptReaders(async () => {
      found++;
      return source;
    });
    await Promise.all([own.read('default', 'a', 'b'), own.read('default', 'a', 'b')]);
    await own.read('default', 'c', '');
    expect(found).toBe(1);
    expect(opened.filter((file) => file.endsWith('.onnx'))).toEqual([]);
    own.drop('default');
    await own.read('default', 'c', '');
    expect(found).toBe(2);
  });

  it('tries again after a pack could not be read', async () => {
    let attempts = 0;
    const own = createPromptReaders(async () => {
      if (attempts++ === 0) throw new Error('away');
      return readFolder(defaultPack);
    });
    await expect(own.read('default', 'a', '')).rejects.toThrow('away');
    expect((await own.read('default', 'a', '')).prompt.tokens).toBe(1);
  });
});

describe('how a pack of CLIP reads a prompt', () => {
  it('has the room of all its chunks', async () => {
    const readers = createPromptReaders(async () => readFolder(clipPack));
    const { prompt, negative } = await readers.read('sd15', 'a red circle', red(3));
    expect(prompt).toMatchObject({ room: 1200, cutFrom: null });
    expect(negative.tokens).toBeGreaterThan(0);
  });
});
