import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Capabilities, ModelInfo } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { HostInfo, Selection } from '../../../protocol/host-contract.ts';
import type { Language } from '../text/language.ts';
import { advance, type Job, type JobEvent, type JobStart, startJob } from './job.ts';
import { type Plan, planFor } from './plan.ts';
import { parseSettings, type Settings } from './settings.ts';

/** What is known of the engine page. */
export type EngineStatus =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'ready'; capabilities: Capabilities; models: ModelInfo[] }
  | { kind: 'unreachable'; code: ErrorCode };

/** What a person must be told: a code, shown as its sentence until it is dismissed or the next run starts. */
export type Notice = { code: ErrorCode; subject: string | null; remedy: 'none' | 'reconnect' | 'rerun' };

/** Everything the panel shows. Signals are read by components; only these functions change them. */
export type PanelState = {
  host: ReadonlySignal<HostInfo | null>;
  selection: ReadonlySignal<Selection>;
  settings: ReadonlySignal<Settings>;
  job: ReadonlySignal<Job | null>;
  engine: ReadonlySignal<EngineStatus>;
  notice: ReadonlySignal<Notice | null>;
  language: ReadonlySignal<Language>;
  plan: ReadonlySignal<Plan>;
  model: ReadonlySignal<ModelInfo | null>;
  meetHost(info: HostInfo): void;
  replaceSelection(selection: Selection): void;
  replaceSettings(settings: Settings): void;
  changeSettings(change: Partial<Settings>): void;
  setEngine(status: EngineStatus): void;
  beginJob(start: JobStart): void;
  advanceJob(id: number, event: JobEvent): void;
  dropJob(): void;
  showNotice(notice: Notice): void;
  dismissNotice(): void;
};

/** Makes the panel's state; `systemLanguage` is what a person gets who never chose one. */
export function createPanelState(systemLanguage: Language): PanelState {
  const host = signal<HostInfo | null>(null);
  const selection = signal<Selection>({ kind: 'nothing' });
  const settings = signal<Settings>(parseSettings({}));
  const job = signal<Job | null>(null);
  const engine = signal<EngineStatus>({ kind: 'idle' });
  const notice = signal<Notice | null>(null);

  const language = computed<Language>(() =>
    settings.value.language === 'auto' ? systemLanguage : settings.value.language,
  );
  const plan = computed<Plan>(() => {
    const { frameWidth, frameHeight, placement } = settings.value;
    return planFor(selection.value, { width: frameWidth, height: frameHeight }, placement);
  });
  const model = computed<ModelInfo | null>(() => {
    if (engine.value.kind !== 'ready') return null;
    return engine.value.models.find((known) => known.id === settings.value.model) ?? null;
  });

  return {
    host,
    selection,
    settings,
    job,
    engine,
    notice,
    language,
    plan,
    model,
    meetHost(info) {
      host.value = info;
    },
    replaceSelection(next) {
      selection.value = next;
    },
    replaceSettings(next) {
      settings.value = next;
    },
    changeSettings(change) {
      settings.value = { ...settings.value, ...change };
    },
    setEngine(status) {
      engine.value = status;
    },
    beginJob(start) {
      batch(() => {
        notice.value = null;
        job.value = startJob(start);
      });
    },
    advanceJob(id, event) {
      if (job.value?.id === id) job.value = advance(job.value, event);
    },
    dropJob() {
      job.value = null;
    },
    showNotice(next) {
      notice.value = next;
    },
    dismissNotice() {
      notice.value = null;
    },
  };
}
