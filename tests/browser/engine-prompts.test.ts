import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCancellation } from '../../protocol/cancellation.ts';
import type { EngineContract } from '../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../protocol/generation.ts';
import type { Handlers } from '../../protocol/server.ts';
import { createNodeEngine, generate } from './engine/node-engine.ts';

const size = { width: 64, height: 64 };
const wholeRaw = { context: 'whole', edge: 'raw' } as const;
const request = { prompt: 'a red circle', steps: 2, seed: 5, size, ...wholeRaw };

/** What one engine makes of a prompt: its picture's bytes, and the warnings. */
function painter(engine: Handlers<EngineContract>) {
  return async (changes: Partial<GenerationRequest>) => {
    const { candidates, report } = await generate(
      engine,
      { ...request, ...changes },
      { picture: null, masks: [] },
    );
    return { png: Buffer.from(candidates[0]!.png).toString('base64'), warnings: report.warnings };
  };
}

describe('prompts to the default pack', () => {
  let paint: ReturnType<typeof painter>;
  beforeAll(async () => {
    paint = painter(await createNodeEngine());
  });

  it('are cut at 32 tokens, and the words that are left out are named', async () => {
    const words = Array.from({ length: 29 }, () => 'red');
    const fits = await paint({ prompt: words.join(' ') });
    expect(fits.warnings).toEqual([]);
    const cut = await paint({ prompt: [...words, 'blue', 'Circle', 'on', 'a', 'Hill'].join(' ') });
    expect(cut.warnings).toEqual(['prompt-truncated: Circle on a Hill']);
  });

  it('are said to be cut where a run cuts them, also while one is under way', async () => {
    const engine = await createNodeEngine();
    const prompt = `${Array.from({ length: 29 }, () => 'red').join(' ')} blue (Circle:1.2) on a Hill`;
    const { token } = createCancellation();
    const read = async () =>
      engine.readPrompt(
        { model: 'default', prompt, negative: 'blue' },
        { cancelled: token, progress: () => {} },
      );
    const first = await read();
    expect(first).toMatchObject({
      prompt: { room: 30, cutFrom: prompt.indexOf('(Circle') },
      negative: { cutFrom: null },
    });
    let meanwhile: unknown = null;
    const { report } = await generate(
      engine,
      { ...request, prompt },
      { picture: null, masks: [] },
      {
        onProgress({ phase }) {
          if (phase === 'encoding')
            void read().then((answer) => {
              meanwhile = answer;
            });
        },
      },
    );
    expect(meanwhile).toEqual(first);
    expect(report.warnings).toEqual(['prompt-truncated: Circle on a Hill']);
  });

  it('are kept away from a negative prompt, which counts only where there is guidance', async () => {
    const plain = await paint({ guidance: 4 });
    const without = await paint({ guidance: 4, negativePrompt: 'blue' });
    expect(without.png).not.toBe(plain.png);
    expect(without.warnings).toEqual([]);

    const alone = await paint({ guidance: 1 });
    const ignored = await paint({ guidance: 1, negativePrompt: 'blue' });
    expect(ignored.png).toBe(alone.png);
    expect([alone.warnings, ignored.warnings]).toEqual([[], ['negative-ignored']]);
  });

  it('weigh their words, to the byte as before where they weigh 1', async () => {
    const plain = await paint({});
    expect((await paint({ prompt: 'a (red:1) circle' })).png).toBe(plain.png);
    expect((await paint({ prompt: 'a (red:1.6) circle' })).png).not.toBe(plain.png);
  });
});

describe('prompts to a pack of CLIP', () => {
  it('are as long as they are, both equally many chunks of 77 tokens', async () => {
    const folder = fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url));
    const paint = painter(await createNodeEngine(folder));
    // The tiny vocabulary has one token per letter.
    const long = 'a red fox on a blue hill in the evening '.repeat(4);
    const [first, second] = [await paint({ prompt: long }), await paint({ prompt: `${long}, snow` })];
    expect(first.warnings).toEqual([]);
    expect(second.warnings).toEqual([]);
    expect(second.png).not.toBe(first.png);
    expect((await paint({ negativePrompt: long, guidance: 5 })).warnings).toEqual([]);
  });
});
