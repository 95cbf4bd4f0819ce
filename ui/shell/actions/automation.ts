import { type Candidate, type Capabilities, engineVersion } from '../../../protocol/engine-contract.ts';
import { AppError, type ErrorCode } from '../../../protocol/errors.ts';
import { type GenerationRequest, limits } from '../../../protocol/generation.ts';
import type { NodeId, Selection } from '../../../protocol/host-contract.ts';
import type { ShelfItem } from '../../../protocol/shelf.ts';
import type { Job } from '../state/job.ts';
import type { EngineStatus } from '../state/panel-state.ts';
import type { Placement, Plan } from '../state/plan.ts';
import type { Driven } from '../state/region.ts';
import type { RunReport } from '../state/run-report.ts';
import { type Settings, variations } from '../state/settings.ts';
import type { Mode } from '../state/verbs.ts';
import { errorSentence, textFor } from '../text/text.ts';
import type { CandidateActions } from './candidates.ts';
import type { PanelContext } from './panel-context.ts';
import { codeOf, subjectOf } from './report-error.ts';
import type { RunSummary } from './run-job.ts';
import type { JobQueue } from './run-queue.ts';

/**
 * What a driver may set; the task follows selection and mode, `size` counts only for a new frame, `strength` where a
 * person can set it, and `model` for whatever is run, a removal as well. `mask`, `contextBox` and `paddingPx` count for
 * whatever is selected when it is run, before what was painted or chosen in the panel, until they are set again.
 */
export type RequestChange = Partial<Omit<GenerationRequest, 'task' | keyof Driven>> &
  Driven & { placement?: Placement; mode?: Mode };

/** What the panel shows, in plain values. */
export type PanelSnapshot = {
  isReady: boolean;
  engineVersion: string;
  engine: EngineStatus['kind'];
  /** What the next run uses, where the engine has it. */
  model: { id: string; name: string } | null;
  isAddingModel: boolean;
  /** The id of the model that was added last. */
  addedModel: string | null;
  plan: Plan;
  selection: Selection;
  phase: Job['phase'] | 'none';
  notice: { code: ErrorCode; sentence: string } | null;
};

export type Probe = {
  panel: {
    isSecureContext: boolean;
    hasWebgpu: boolean;
    hasStorage: boolean;
    origin: string;
    userAgent: string;
  };
  /** Null where the engine page does not answer. */
  engine: Capabilities | null;
};

/**
 * The automation surface, `window.underpaint` in the panel's own document: a headless driver calls the very actions
 * that the buttons call. A rejected promise carries the sentence that the panel shows as its message.
 */
export type Automation = {
  /** Resolves once the host has answered and the selection is known. */
  ready(): Promise<void>;
  setRequest(change: RequestChange): void;
  /** Installs a model, from a server (null: where the catalog says), its license accepted; a request may name it then. */
  install(id: string, from: string | null): Promise<void>;
  /** What is on the shelf under an id, as the engine has last told it; null where nothing is. */
  shelfItem(id: string): ShelfItem | null;
  run(): Promise<RunSummary>;
  /** Places candidate `index` of the last run; `report` then holds the time it took. */
  apply(index: number): Promise<{ node: NodeId; report: RunReport | null }>;
  cancel(): void;
  state(): PanelSnapshot;
  /** What this panel and the framed engine page may do here; for a first look in a real Figma. */
  probe(): Promise<Probe>;
  readonly lastReport: RunReport | null;
  readonly lastCandidates: readonly Candidate[];
};

declare global {
  interface Window {
    underpaint?: Automation;
  }
}

/** Makes the automation surface over the panel's own actions; `started` is the end of the panel's start. */
export function createAutomation(
  context: PanelContext,
  queue: JobQueue,
  candidates: CandidateActions,
  started: Promise<void>,
): Automation {
  const { state } = context;
  const sentence = (code: ErrorCode, subject: string | null) =>
    errorSentence(textFor(state.language.value), code, subject);
  const doneJob = () => (state.job.value?.phase === 'done' ? state.job.value : null);

  async function asSentence<T>(work: () => Promise<T>): Promise<T> {
    try {
      await started;
      return await work();
    } catch (thrown) {
      throw new Error(sentence(codeOf(thrown), subjectOf(thrown)), { cause: thrown });
    }
  }

  return {
    ready: () => started,
    setRequest: (change) => {
      state.region.drive(regionFrom(change));
      state.changeSettings(settingsFrom(change));
    },
    install: (id, from) => asSentence(() => installModel(context, id, from)),
    shelfItem: (id) => state.shelf.shelf.value?.items.find((item) => item.id === id) ?? null,
    run: () =>
      asSentence(async () => {
        // What applies itself asks about prompts in the document, and a driver has nobody who could answer.
        state.consent.drive(true);
        try {
          const asked = await queue.press();
          // All of them have ended before anybody could be asked again.
          const ended = await Promise.allSettled(asked.map(({ done }) => done));
          const failed = ended.find(({ status }) => status === 'rejected');
          if (failed?.status === 'rejected') throw failed.reason;
          const [first] = ended;
          if (first?.status !== 'fulfilled') throw new AppError('internal', 'nothing was run');
          return first.value;
        } finally {
          state.consent.drive(false);
        }
      }),
    apply: (index) =>
      asSentence(async () => {
        // A driver has nobody who could be asked about prompts in the document.
        state.consent.drive(true);
        const { node } = await candidates.apply(index).finally(() => state.consent.drive(false));
        return { node, report: doneJob()?.report ?? null };
      }),
    cancel: queue.cancel,
    state: () => ({
      isReady: state.host.value !== null,
      engineVersion,
      engine: state.engine.value.kind,
      model: state.model.value && { id: state.model.value.id, name: state.model.value.name },
      isAddingModel: state.isAddingModel.value,
      addedModel: state.addedModel.value,
      plan: state.plan.value,
      selection: state.selection.value,
      phase: state.job.value?.phase ?? 'none',
      notice:
        state.notice.value === null
          ? null
          : {
              code: state.notice.value.code,
              sentence: sentence(state.notice.value.code, state.notice.value.subject),
            },
    }),
    async probe() {
      await started.catch(() => undefined);
      const engine = await context.engine().then(
        (client) => client.connect(),
        () => null,
      );
      return { panel: probePanel(), engine };
    },
    get lastReport() {
      return doneJob()?.report ?? null;
    },
    get lastCandidates() {
      return doneJob()?.candidates ?? [];
    },
  };
}

async function installModel({ engine, state }: PanelContext, id: string, from: string | null): Promise<void> {
  const client = await engine();
  if (from !== null) await client.askShelf('addBase', { url: from });
  const { items } = await client.askShelf('readShelf');
  const license = items.find((item) => item.id === id)?.license ?? null;
  await client.askShelf('install', { id, acceptedLicense: license?.textHash ?? null });
  const model = (await client.listModels()).find((known) => known.id === id);
  if (model === undefined) throw new AppError('model-missing', `${id} does not paint`, id);
  state.addModel(model);
}

function probePanel(): Probe['panel'] {
  let hasStorage = true;
  try {
    // In a data: document the mere reading throws.
    localStorage.getItem('');
  } catch {
    hasStorage = false;
  }
  const { isSecureContext, origin, navigator } = window;
  return {
    isSecureContext,
    hasWebgpu: 'gpu' in navigator,
    hasStorage,
    origin,
    userAgent: navigator.userAgent,
  };
}

/** What a driver leaves out is left as it is. */
function regionFrom(change: RequestChange): Driven {
  return {
    ...('mask' in change && { mask: change.mask }),
    ...('contextBox' in change && { contextBox: change.contextBox }),
    ...('paddingPx' in change && { paddingPx: change.paddingPx }),
  };
}

/** A seed that a driver names stays, as if a person had locked it; everything else is a setting of the same name. */
function settingsFrom(change: RequestChange): Partial<Settings> {
  const { size, seed, strength, model, mask: _, contextBox: __, paddingPx: ___, ...same } = change;
  const { min, max } = limits.sidePx;
  const side = (value: number) => Math.min(max, Math.max(min, Math.round(value)));
  return {
    ...same,
    ...(model === undefined ? {} : { model, remover: model }),
    ...(size === undefined ? {} : { frameWidth: side(size.width), frameHeight: side(size.height) }),
    ...(strength === undefined
      ? {}
      : {
          varyStrength: strength ?? variations.strong,
          fillStrength: strength,
          addStrength: strength,
          sketchStrength: strength,
        }),
    ...(seed === undefined ? {} : { seed, isSeedLocked: true }),
  };
}
