// A null-origin panel without an interface: it frames the engine page as the real one does and is asked by the test.
import { connect } from '../../../protocol/client.ts';
import type { EngineContract, GenerateProgress } from '../../../protocol/engine-contract.ts';
import { engineAnswerSchemas } from '../../../protocol/engine-schemas.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import { greetEngine } from '../../../protocol/handshake.ts';
import { createEngineFrameOpener } from '../../../ui/shell/clients/engine-frame.ts';

async function open(url: string) {
  const frame = await createEngineFrameOpener(document)(url, new AbortController().signal);
  return { frame, client: connect<EngineContract>(frame.endpoint, { schemas: engineAnswerSchemas }) };
}

let line: Awaited<ReturnType<typeof open>> | null = null;

const panel = {
  async connect(url: string) {
    line = await open(url);
    return panel.attempt(() => greetEngine(line!.client, { timeoutMs: 20_000 }));
  },
  /** The value, or the code of what went wrong. */
  attempt: async (run: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await run();
    } catch (thrown) {
      return { code: thrown instanceof AppError ? thrown.code : String(thrown) };
    }
  },
  async generate(request: GenerationRequest, cancelAtStep: number | null) {
    const phases: GenerateProgress['phase'][] = [];
    let steps = 0;
    const abort = new AbortController();
    const outcome = await panel.attempt(async () => {
      const result = await line!.client.call(
        'generate',
        { request, inputs: { picture: null, masks: [] } },
        {
          signal: abort.signal,
          onProgress(progress) {
            if (phases.at(-1) !== progress.phase) phases.push(progress.phase);
            if (progress.phase !== 'denoising') return;
            steps = progress.step;
            if (progress.step === cancelAtStep) abort.abort();
          },
        },
      );
      return { png: Array.from(result.candidates[0]!.png), device: result.report.device };
    });
    return { outcome, phases, steps };
  },
  listModels: () => panel.attempt(() => line!.client.call('listModels')),
  /** Takes the engine page away in the middle of whatever it does. */
  remove: () => document.querySelector('iframe')?.remove(),
};
Object.assign(globalThis, { panel });
export type Panel = typeof panel;
