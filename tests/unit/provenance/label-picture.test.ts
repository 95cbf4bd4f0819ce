import ExifReader from 'exifreader';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePicture, encodePicture } from '../../../ui/engine/worker/image-codec.ts';
import { findRecipe } from '../../../ui/provenance/find-recipe.ts';
import { labelPicture, type PictureLabel } from '../../../ui/provenance/label-picture.ts';
import type { Parameters } from '../../../ui/provenance/parameters-text.ts';
import { readChunks } from '../../../ui/provenance/png-chunks.ts';
import { chunk, writePng } from '../../fakes/png-parts.ts';

const image = {
  width: 9,
  height: 7,
  data: Uint8Array.from({ length: 9 * 7 * 4 }, (_, at) => (at * 37) % 256),
};
const png = encodePicture(image);

const parameters: Parameters = {
  prompt: 'a fox, "red" & <quick>',
  negativePrompt: 'blur, text',
  steps: 20,
  sampler: 'euler-a',
  guidance: 7,
  seed: 4_294_967_295,
  size: { width: 9, height: 7 },
  modelHash: 'a1b2c3d4e5',
  model: 'Underpaint, small',
  strength: 0.75,
  isMasked: true,
};

/** A label that tells all, changed as a test needs it. */
function label(change: Partial<Parameters> = {}, json: object = { request: {} }): PictureLabel {
  const { model, modelHash } = parameters;
  return {
    xmp: {
      source: 'composite',
      tool: 'Underpaint 0.2.0',
      model: model ?? '',
      modelHash,
      credit: 'Anna',
    },
    recipe: { parameters: { ...parameters, ...change }, json: JSON.stringify(json) },
  };
}

/** What another program's reader finds in a picture, every tag as its text. */
function readIndependently(file: Uint8Array): Record<string, unknown> {
  const tags = ExifReader.load(Uint8Array.from(file).buffer, { async: false });
  return Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, tag?.value]));
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom('a fox', '🦊', ', ', '(sky:1.2)', '{a|b}', '\n', 'Steps: 20, ', '"', '\\', ': '))
    .map((parts) => parts.join('')),
);

describe('a labelled picture', () => {
  it('is read by a reader that is not ours', () => {
    const read = readIndependently(labelPicture(png, label()));
    expect(read.DigitalSourceType).toBe(
      'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
    );
    expect(read.CreatorTool).toBe('Underpaint 0.2.0');
    expect(read.AIPromptInformation).toBe(parameters.prompt);
    expect(read.AISystemUsed).toBe('Underpaint, small');
    expect(read.AISystemVersionUsed).toBe('a1b2c3d4e5');
    expect(read.AIPromptWriterName).toBe('Anna');
    expect(read.Credit).toBe('Anna');
    expect(read.Seed).toBe('4294967295');
    expect(read.parameters).toBe(
      'a fox, "red" & <quick>\nNegative prompt: blur, text\nSteps: 20, Sampler: Euler a, CFG scale: 7, ' +
        'Seed: 4294967295, Size: 9x7, Model hash: a1b2c3d4e5, Model: "Underpaint, small", ' +
        'Denoising strength: 0.75, Mask blur: 0, Version: Underpaint 0.2.0',
    );
    expect(read.Underpaint).toBe('{"request":{}}');
    // ExifReader takes the header for tags as well: it has read the same picture.
    expect([read['Image Width'], read['Image Height']]).toEqual([9, 7]);
  });

  it('tells neither prompt nor seed where that is not allowed', () => {
    const labelled = labelPicture(png, { ...label(), recipe: null });
    const read = readIndependently(labelled);
    expect(read.DigitalSourceType).toMatch(/trainedAlgorithmicMedia$/i);
    expect(read.AISystemUsed).toBe('Underpaint, small');
    const text = Buffer.from(labelled).toString('latin1');
    for (const secret of ['fox', '4294967295', 'parameters', 'request']) expect(text).not.toContain(secret);
  });

  it('says of a picture from nothing that a model made all of it', () => {
    const { xmp, recipe } = label();
    const read = readIndependently(labelPicture(png, { xmp: { ...xmp, source: 'generated' }, recipe }));
    expect(read.DigitalSourceType).toBe(
      'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    );
  });

  it('keeps its pixels, and has one label however often it is labelled', () => {
    const once = labelPicture(png, label());
    expect(decodePicture(once)).toEqual(decodePicture(png));
    const pixelsOf = (file: Uint8Array) =>
      readChunks(file).flatMap(({ type, body }) =>
        type === 'IDAT' ? [Buffer.from(body).toString('hex')] : [],
      );
    expect(pixelsOf(once)).toEqual(pixelsOf(png));
    expect(labelPicture(labelPicture(once, label({ prompt: 'other' })), label())).toEqual(once);
    expect(labelPicture(once, { ...label(), recipe: null }).length).toBeLessThan(once.length);
  });

  it('keeps what others have written into it', () => {
    const foreign = writePng({ width: 1, height: 1, depth: 8, color: 0, rows: [[7]] }, [
      chunk('tEXt', Buffer.from('Author\0Anna')),
    ]);
    expect(readIndependently(labelPicture(foreign, label())).Author).toBe('Anna');
  });

  it('comes back as it was where it is no whole PNG', () => {
    for (const broken of [new Uint8Array(64), new Uint8Array(0), png.subarray(0, png.length - 5)])
      expect(labelPicture(broken, label())).toBe(broken);
  });

  it('gives any prompt back to ourselves, and to any reader of XMP', () => {
    fc.assert(
      fc.property(anyText, (prompt) => {
        const labelled = labelPicture(png, label({ prompt }, { request: { prompt } }));
        expect(findRecipe(labelled)).toEqual({ kind: 'recipe', recipe: { request: { prompt } } });
        expect(decodePicture(labelled).data).toEqual(image.data);
        expect(() => readIndependently(labelled)).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });
});

describe('files that were made to break a reader', () => {
  /** Flips, cuts and repeats bytes of a file. */
  function mutate(file: Uint8Array, at: number[], kind: number): Uint8Array {
    const changed = Uint8Array.from(file);
    for (const place of at) changed[place % file.length] = (place * 31 + kind) & 255;
    if (kind % 4 === 1) return changed.subarray(0, (at[0] ?? 0) % file.length);
    if (kind % 4 === 2) return Buffer.concat([changed.subarray(0, 60), changed]);
    return changed;
  }

  const runs = Number(process.env.UNDERPAINT_MUTATIONS ?? 1000);
  const json = new TextEncoder().encode('{"request":{"task":"generate","prompt":"a fox","seed":1}}');

  it.each([
    ['PNG', labelPicture(png, label())],
    ['JSON', json],
  ])('are refused with the one error that is known: %s', (_, file) => {
    fc.assert(
      fc.property(fc.array(fc.nat(1 << 20), { maxLength: 8 }), fc.nat(255), (at, kind) => {
        const hostile = mutate(file, at, kind);
        try {
          findRecipe(hostile);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'AppError', code: 'not-a-picture' });
        }
        labelPicture(hostile, label());
      }),
      { numRuns: runs },
    );
  });

  it('take no more room than a recipe may', () => {
    const nested = new TextEncoder().encode(`{"request":${'['.repeat(500_000)}`);
    expect(findRecipe(nested)).toBeNull();
    expect(findRecipe(new Uint8Array(3 << 20).fill(0x20))).toBeNull();
    const long = Buffer.concat([Buffer.from('parameters\0'), Buffer.alloc(2 << 20, 'a, Steps: 1, ')]);
    const picture = writePng({ width: 1, height: 1, depth: 8, color: 0, rows: [[7]] }, [chunk('tEXt', long)]);
    expect(findRecipe(picture)).toBeNull();
  });
});
