import { DiffusionError } from '../../../diffusion/diffusion-error.ts';
import type { PackSource } from '../../../runtime/pack-files.ts';
import type { Runtime } from '../../../runtime/runtime.ts';
import { findSafetyChecker, openSafetyChecker, type SafetyChecker } from '../../../runtime/safety-checker.ts';

/** The safety checkers that packs bring along, or that a person has installed. */
export type Checkers = {
  /**
   * The checker of the first of these packs that has one, opened once per device; null where none has. One that cannot
   * be opened is there all the same, and fails at every picture.
   */
  find(ids: readonly string[], runtime: Runtime): Promise<SafetyChecker | null>;
  /** Lets go of a pack's checker. */
  drop(id: string): Promise<void>;
};

function createUseless(thrown: unknown): SafetyChecker {
  return { sidePx: 224, isUnsafe: () => Promise.reject(thrown), release: async () => {} };
}

/** `findModel` gives the files of a pack. */
export function createCheckers(findModel: (id: string) => Promise<PackSource>): Checkers {
  const opened = new Map<string, { runtime: Runtime; checker: Promise<SafetyChecker> }>();

  async function open(id: string, runtime: Runtime): Promise<SafetyChecker | null> {
    const known = opened.get(id);
    if (known?.runtime === runtime) return known.checker;
    const source = await findModel(id)
      .then(findSafetyChecker)
      .catch(() => null);
    if (source === null) return null;
    const checker = openSafetyChecker(source, runtime);
    opened.set(id, { runtime, checker });
    try {
      return await checker;
    } catch (thrown) {
      opened.delete(id);
      if (thrown instanceof DiffusionError && thrown.reason === 'device-lost') throw thrown;
      return createUseless(thrown);
    }
  }

  return {
    async find(ids, runtime) {
      for (const id of ids) {
        const checker = await open(id, runtime);
        if (checker !== null) return checker;
      }
      return null;
    },
    async drop(id) {
      const known = opened.get(id);
      opened.delete(id);
      const checker = await known?.checker.catch(() => null);
      await checker?.release();
    },
  };
}
