import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Capabilities, ModelInfo } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Task } from '../../../protocol/generation.ts';
import type { HostInfo, RecipesChoice, Selection } from '../../../protocol/host-contract.ts';
import type { Language } from '../text/language.ts';
import { type AboutState, createAboutState } from './about.ts';
import { modelFor } from './choose-model.ts';
import { type ConsentState, createConsentState } from './consent.ts';
import { createHistoryState, type HistoryState } from './history.ts';
import { isActive, type Job, type JobEvent, type JobStart, startJob } from './job.ts';
import { createMaskEditorState, type MaskEditorState } from './mask-editor.ts';
import { type Plan, planFor, planWith } from './plan.ts';
import { createPromptState, type PromptState } from './prompt-state.ts';
import { createProvenanceState, type ProvenanceState } from './provenance.ts';
import { advanceQueue, emptyQueue, type Queue, type QueueEvent } from './queue.ts';
import { createRegionState, type RegionState } from './region.ts';
import { noRuns, type Runs, resultsOf, shownRun, stepped, withEvent, withoutRun, withRun } from './runs.ts';
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
  /** The run that is looked at: the newest, unless the person has stepped back to an earlier one. */
  job: ReadonlySignal<Job | null>;
  /** The run whose pictures are seen: as `job`, or the one before where that brought none. */
  results: ReadonlySignal<Job | null>;
  /** The run that occupies engine or document now, whether it is looked at or not. */
  active: ReadonlySignal<Job | null>;
  runs: ReadonlySignal<Runs>;
  queue: ReadonlySignal<Queue>;
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
  prompts: PromptState;
  /** Whether prompts and seeds may stand in this document. */
  recipes: ReadonlySignal<RecipesChoice>;
  consent: ConsentState;
  history: HistoryState;
  provenance: ProvenanceState;
  about: AboutState;
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
  stepRuns(by: -1 | 1): void;
  /** Goes on looking at the newest run. */
  showNewest(): void;
  dropJob(id: number): void;
  advanceQueue(event: QueueEvent): void;
  showNotice(notice: Notice): void;
  dismissNotice(): void;
};

/** Makes the panel's state; `systemLanguage` is what a person gets who never chose one. */
export function createPanelState(systemLanguage: Language): PanelState {
  const host = signal<HostInfo | null>(null);
  const selection = signal<Selection>({ kind: 'nothing' });
  const settings = signal<Settings>(parseSettings({}));
  const runs = signal<Runs>(noRuns);
  const queue = signal<Queue>(emptyQueue);
  const engine = signal<EngineStatus>({ kind: 'idle' });
  const notice = signal<Notice | null>(null);
  const isAddingModel = signal(false);
  const addedModel = signal<string | null>(null);
  const isDragging = signal(false);

  const language = computed<Language>(() =>
    settings.value.language === 'auto' ? systemLanguage : settings.value.language,
  );
  const consent = createConsentState();
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
    job: computed(() => shownRun(runs.value)),
    results: computed(() => resultsOf(runs.value)),
    active: computed(() => runs.value.list.find(isActive) ?? null),
    runs,
    queue,
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
    prompts: createPromptState(),
    recipes: consent.recipes,
    consent,
    history: createHistoryState(),
    provenance: createProvenanceState(),
    about: createAboutState(),
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
      runs.value = withRun(runs.value, startJob(start));
    },
    advanceJob(id, event) {
      runs.value = withEvent(runs.value, id, event);
    },
    stepRuns(by) {
      runs.value = stepped(runs.value, by);
    },
    showNewest() {
      runs.value = { ...runs.value, shown: null };
    },
    dropJob(id) {
      runs.value = withoutRun(runs.value, id);
    },
    advanceQueue(event) {
      queue.value = advanceQueue(queue.value, event);
    },
    showNotice(next) {
      notice.value = next;
    },
    dismissNotice() {
      notice.value = null;
    },
  };
}
