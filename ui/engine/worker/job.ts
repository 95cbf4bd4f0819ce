import type {
  Candidate,
  FlagReason,
  GenerateProgress,
  GenerationInputs,
} from '../../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import { type CancelSignal, throwIfCancelled } from '../../diffusion/diffusion-error.ts';
import type { SafetyChecker } from '../../runtime/safety-checker.ts';
import { writePicture } from './image-codec.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { FinishedPicture } from './paint-plan.ts';

/** One request on a loaded model. */
export type Job<M extends LoadedModel = LoadedModel> = {
  request: GenerationRequest;
  inputs: GenerationInputs;
  model: M;
  signal: CancelSignal;
  tell(progress: GenerateProgress): void;
  /** Looks at every painted picture; null where nobody wants that, or where there is none. */
  checker?: SafetyChecker | null;
};

/** One turn of the event loop: messages that arrived while the runtime was computing are read now. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Ends the job here if its caller gave up while the worker was too busy to hear. */
export async function hearCancel(signal: CancelSignal): Promise<void> {
  await breathe();
  throwIfCancelled(signal);
}

/** A finished picture as it crosses to the panel. */
export async function describeCandidate(
  { image, patch, box }: FinishedPicture,
  index: number,
  seed: number,
  flag?: FlagReason,
): Promise<Candidate> {
  return {
    index,
    seed,
    png: await writePicture(image),
    size: { width: image.width, height: image.height },
    patch,
    box,
    ...(flag && { flag }),
  };
}
