import { type ModelSession, preparePart, startSession } from './model-session.ts';
import { type OnnxValue, readOnnxGraph } from './onnx/read-graph.ts';
import { countBytes, dataType } from './onnx/schema.ts';
import type { PackSource } from './pack-files.ts';
import type { PartGraph } from './part-graph.ts';
import type { Runtime } from './runtime.ts';
import type { TensorSpec } from './tensor-bridge.ts';
import type { LoadablePart } from './widen-part.ts';

/** Where a pack's files are while it is open. */
export type PackAccess = {
  open(): Promise<PackSource>;
  /** Forgets the files, which are found again when one is needed. */
  letGo(): void;
};

/**
 * Access to the files that a pack was opened from. `reopen` finds them again, so that what is open need not hold on to
 * what may be downloaded gigabytes; without it they are held.
 */
export function createPackAccess(files: PackSource, reopen?: () => Promise<PackSource>): PackAccess {
  let held: PackSource | null = files;
  return {
    open: async () => held ?? (await reopen!()),
    letGo() {
      if (reopen !== undefined) held = null;
    },
  };
}

const typeNames: Readonly<Record<number, string>> = {
  [dataType.float]: 'float32',
  [dataType.int32]: 'int32',
  [dataType.int64]: 'int64',
  [dataType.float16]: 'float16',
  [dataType.double]: 'float64',
};

/** Inputs or outputs as a session would tell them. */
export function specsOf(values: readonly OnnxValue[]): TensorSpec[] {
  return values.flatMap(({ name, type, dims }) =>
    type === 0 ? [] : [{ name, type: typeNames[type] ?? `type ${type}`, shape: dims }],
  );
}

/** The parts of one pack: loaded at once where there is room for them, otherwise when they are first used. */
export type PackParts = {
  /** Looks at a part, and loads it where it fits beside the pack's others. Throws what openModelSession throws. */
  open(part: string, known?: PartGraph): Promise<ModelSession>;
  /** True where every part that was opened fitted. */
  fit(): boolean;
  release(): Promise<void>;
};

/**
 * Made apart from what opens a pack, so that no open pack holds on to its graphs. A session of these is there for as
 * long as its pack is, whether its weights are on the device at the moment or not.
 */
export function createPackParts(access: PackAccess, runtime: Runtime, needsPadding: boolean): PackParts {
  const pack = {};
  const sessions: ModelSession[] = [];
  let hasFitted = true;

  async function open(part: string, known?: PartGraph): Promise<ModelSession> {
    let prepared: LoadablePart | null = await preparePart(
      await access.open(),
      runtime,
      part,
      needsPadding,
      known,
    );
    const { initializers, inputs, outputs } = readOnnxGraph(prepared.model);
    const bytes = [...initializers.values()].reduce(
      (sum, { type, dims }) => sum + (countBytes(type, dims) ?? 0),
      0,
    );
    const pooled = runtime.parts.add({
      pack,
      bytes,
      async open() {
        const loadable = prepared ?? (await preparePart(await access.open(), runtime, part, needsPadding));
        prepared = null;
        return startSession(loadable, runtime, part);
      },
    });
    const isRoom = pooled.hasRoom();
    hasFitted &&= isRoom;
    const told = isRoom
      ? await pooled.use(async (loaded) => ({ inputs: loaded.inputs, outputs: loaded.outputs }))
      : { inputs: specsOf(inputs), outputs: specsOf(outputs) };
    const session: ModelSession = {
      part,
      ...told,
      run: (feeds, wanted) => pooled.use((loaded) => loaded.run(feeds, wanted)),
      release: () => pooled.close(),
    };
    sessions.push(session);
    return session;
  }

  async function release(): Promise<void> {
    for (const session of sessions.splice(0)) await session.release();
  }

  return { open, fit: () => hasFitted, release };
}
