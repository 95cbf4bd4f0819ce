import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledPacks } from '../../models/catalog.ts';
import { models, numberedFile, parseRenderOptions } from '../../tools/render-options.mjs';

const here = fileURLToPath(import.meta.url);
const remove = ['--task', 'remove', '--out', 'a.png'];
const expand = ['--task', 'expand', '--out', 'a.png'];
const vary = ['--task', 'vary', '--out', 'a.png'];
const generate = ['--task', 'generate', '--prompt', 'a red circle', '--out', 'a.png'];

describe('render options', () => {
  it('reads a whole job', () => {
    const options = parseRenderOptions([
      ...generate,
      '--seed',
      '5',
      '--steps',
      '4',
      '--guidance',
      '2.5',
      '--count',
      '2',
      '--size',
      '640x480',
    ]);
    expect(options).toMatchObject({
      seed: 5,
      steps: 4,
      guidance: 2.5,
      count: 2,
      size: { width: 640, height: 480 },
      scheduler: null,
    });
  });

  it.each([
    [[], '--task'],
    [expand, '--image is missing: --task expand'],
    [[...expand, '--image', here], '--size is missing: --task expand'],
    [[...expand, '--image', here, '--size', '9x9', '--place', '1'], '--place 1 is not a place'],
    [[...expand, '--image', here, '--size', '9x9', '--mask', here], '--mask belongs to'],
    [[...expand, '--image', here, '--size', '9x9', '--strength', '0.5'], '--strength belongs to'],
    [[...generate, '--place', '0,0'], '--place belongs to --task expand'],
    [['--task', 'add', '--out', 'a.png', '--image', here], '--mask is missing: --task add'],
    [['--task', 'sketch', '--out', 'a.png', '--mask', here], '--image is missing: --task sketch'],
    [['--task', 'replace-background', '--out', 'a.png', '--image', here], '--mask is missing'],
    [['--task', 'draw', '--out', 'a.png'], '--task draw is unknown'],
    [['--task', 'generate', '--out', 'a.png'], '--prompt is missing'],
    [['--task', 'generate', '--prompt', 'x'], '--out is missing'],
    [[...generate, '--seed', '-1'], '--seed -1 is out of range'],
    [[...generate, '--seed', '1.5'], '--seed 1.5 is out of range'],
    [[...generate, '--steps', '0'], '--steps 0 is out of range'],
    [[...generate, '--steps', '61'], '--steps 61 is out of range'],
    [
      [...generate, '--guidance-rescale', '1.1'],
      '--guidance-rescale 1.1 is out of range: give a number from 0 to 1',
    ],
    [[...generate, '--guidance', 'lots'], '--guidance lots is out of range'],
    [[...generate, '--guidance'], '--guidance needs a value'],
    [[...generate, '--count', '5'], '--count 5 is out of range'],
    [[...generate, '--size', '640'], '--size 640 is not a size'],
    [[...generate, '--size', '0x10'], '--size 0x10 is not a size'],
    [[...generate, '--scheduler', 'heun'], '--scheduler heun is unknown'],
    [[...generate, '--strength', '0.5'], '--strength belongs to'],
    [[...vary, '--image', here, '--strength', '0'], 'above 0'],
    [[...vary, '--image', here, '--strength', '1.5'], '--strength 1.5 is out of range'],
    [vary, '--image is missing'],
    [[...vary, '--image', here, '--mask', here], '--mask belongs to'],
    [remove, '--image is missing: --task remove'],
    [[...remove, '--image', here], '--mask is missing: --task remove'],
    [[...remove, '--image', here, '--mask', here, '--strength', '0.5'], '--strength belongs to'],
    [[...generate, '--model', 'no/such/folder'], '--model: no/such/folder is no model (default)'],
    [[...generate, '--model', here], 'is a file. Give the folder'],
    [[...generate, '--seed', '1', '--seed', '2'], '--seed is given twice'],
    [[...generate, '--colour', 'red'], '--colour is not an option'],
    [[...generate, '--mask', here], '--mask belongs to --task fill'],
    [[...generate, '--image', 'nowhere.png'], 'there is no file nowhere.png'],
    [['--task', 'fill', '--prompt', 'x', '--out', 'a.png', '--image', here], '--mask is missing'],
    [['--task', 'fill', '--prompt', 'x', '--out', 'a.png', '--mask', here], '--image is missing'],
    [
      ['--task', 'generate', '--prompt', 'x', '--out', 'no/such/folder/a.png'],
      'the folder of no/such/folder/a.png does not exist',
    ],
    [['--task', 'generate', '--prompt', 'x', '--out', 'a.jpg'], 'does not end in .png'],
  ])('%j is refused with a sentence', (args, sentence) => {
    expect(() => parseRenderOptions(args)).toThrow(sentence);
  });

  it('reads where the picture of an expansion lies, and what every kind of fill takes', () => {
    const options = parseRenderOptions([...expand, '--image', here, '--size', '90x60', '--place', '-5,20']);
    expect(options).toMatchObject({ task: 'expand', place: { x: -5, y: 20 }, membrane: false });
    for (const task of ['fill', 'remove', 'replace-background', 'add', 'sketch']) {
      const args = ['--task', task, '--image', here, '--mask', here, '--membrane', '--out', 'a.png'];
      expect(parseRenderOptions(args)).toMatchObject({ task, membrane: true, place: null });
    }
  });

  it('tells an empty negative prompt from none, and leaves the strength to the pipeline', () => {
    expect(parseRenderOptions(generate)).toMatchObject({
      negativePrompt: null,
      guidanceRescale: 0,
      strength: null,
    });
    const given = [...generate, '--negative', '', '--guidance-rescale', '0.7'];
    expect(parseRenderOptions(given)).toMatchObject({ negativePrompt: '', guidanceRescale: 0.7 });
  });

  it('takes a model that needs no download by its id, and any folder', () => {
    expect(models).toEqual(bundledPacks.map(({ id }) => id));
    expect(parseRenderOptions(generate).model).toEqual({ id: 'default' });
    const folder = fileURLToPath(new URL('.', import.meta.url)).replace(/.$/, '');
    expect(parseRenderOptions([...generate, '--model', folder]).model).toEqual({ folder });
  });

  it('takes any id from a server, over https or on this machine', () => {
    const from = (model: string, url: string) =>
      parseRenderOptions([...generate, '--model', model, '--models-from', url]).model;
    expect(from('house-style', 'https://models.example.com/a')).toEqual({
      id: 'house-style',
      from: 'https://models.example.com/a',
    });
    expect(from('house-style', 'http://127.0.0.1:8000')).toEqual({
      id: 'house-style',
      from: 'http://127.0.0.1:8000/',
    });
    // What comes with the plugin needs no server.
    expect(from('default', 'http://localhost:8000')).toEqual({ id: 'default' });
    expect(() => from('house-style', 'http://models.example.com')).toThrow(
      '--models-from: http://models.example.com',
    );
    expect(() => from('house-style', 'models.example.com')).toThrow('is no address');
    expect(() => from('../secret', 'https://models.example.com')).toThrow('--model: ../secret is no id');
  });

  it('numbers the files of several candidates', () => {
    expect(numberedFile('a/b.png', 0, 1)).toBe('a/b.png');
    expect(numberedFile('a/b.png', 1, 3)).toBe('a/b-2.png');
  });
});
