import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Capabilities, ModelInfo } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Task } from '../../../protocol/generation.ts';
import type { HostInfo, Selection } from '../../../protocol/host-contract.ts';
import type { Language } from '../text/language.ts';
import { modelFor } from './choose-model.ts';
import { advance, type Job, type JobEvent, type JobStart, startJob } from './job.ts';
import { createMaskEditorState, type MaskEditorState } from './mask-editor.ts';
import { type Plan, planFor, planWith } from './plan.ts';
import { createRegionState, type RegionState } from './region.ts';
import { parseSettings, type Settings } from './settings.ts';
import { createShelfState, type ShelfState } from './shelf.ts';
import { chooseVerb, verbsFor } from './verbs.ts';

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
  /** True while a folder is looked at. */
  isAddingModel: ReadonlySignal<boolean>;
  /** True while something that may be a folder is dragged over the panel. */
  isDragging: ReadonlySignal<boolean>;
  language: ReadonlySignal<Language>;
  /** What can be done with the selection, what it suggests first. */
  verbs: ReadonlySignal<Task[]>;
  /** The one of them that is chosen, also where something speaks against it; null where nothing can be done. */
  verb: ReadonlySignal<Task | null>;
  /** What of the selected picture the next run works on. */
  region: RegionState;
  /** What is painted over pictures in the panel. */
  editor: MaskEditorState;
  plan: ReadonlySignal<Plan>;
  /** What the next run uses, where the engine has it. */
  model: ReadonlySignal<ModelInfo | null>;
  /** The id of the model that was added last. */
  addedModel: ReadonlySignal<string | null>;
  shelf: ShelfState;
  meetHost(info: HostInfo): void;
  replaceSelection(selection: Selection): void;
  replaceSettings(settings: Settings): void;
  changeSettings(change: Partial<Settings>): void;
  setEngine(status: EngineStatus): void;
  /** Puts a model into the engine's list, in the place of another of the same id. */
  addModel(model: ModelInfo): void;
  setAddingModel(isAdding: boolean): void;
  setDragging(isDragging: boolean): void;
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
  const isAddingModel = signal(false);
  const addedModel = signal<string | null>(null);
  const isDragging = signal(false);

  const language = computed<Language>(() =>
    settings.value.language === 'auto' ? systemLanguage : settings.value.language,
  );
  const editor = createMaskEditorState();
  const region = createRegionState(selection, settings, editor);
  const verbs = computed(() =>
    verbsFor(selection.value, {
      masks: region.masks.value,
      isPainted: region.isPainted.value,
    }),
  );
  const wanted = computed<Plan>(() => {
    const { frameWidth, frameHeight, placement, mode } = settings.value;
    return planFor(selection.value, {
      frameSize: { width: frameWidth, height: frameHeight },
      placement,
      mode,
      masks: region.masks.value,
      isPainted: region.isPainted.value,
      replaces: region.replaced.value?.node ?? null,
      paddingPx: region.region.value.paddingPx,
    });
  });
  const model = computed<ModelInfo | null>(() =>
    engine.value.kind === 'ready' ? modelFor(wanted.value.verb, engine.value.models, settings.value) : null,
  );
  const plan = computed<Plan>(() => planWith(wanted.value, model.value));

  return {
    host,
    selection,
    settings,
    job,
    engine,
    notice,
    isAddingModel,
    isDragging,
    language,
    verbs,
    verb: computed(() => chooseVerb(verbs.value, settings.value.mode)),
    region,
    editor,
    plan,
    model,
    addedModel,
    shelf: createShelfState(),
    meetHost(info) {
      host.value = info;
    },
    replaceSelection(next) {
      batch(() => {
        selection.value = next;
        region.follow(next);
      });
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
    addModel(added) {
      const ready = engine.value;
      if (ready.kind !== 'ready') return;
      const others = ready.models.filter(({ id }) => id !== added.id);
      batch(() => {
        engine.value = { ...ready, models: [...others, added] };
        addedModel.value = added.id;
      });
    },
    setAddingModel(isAdding) {
      isAddingModel.value = isAdding;
    },
    setDragging(next) {
      isDragging.value = next;
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
