import { type AboutActions, createAboutActions } from './about.ts';
import { createModelAdder } from './add-model.ts';
import { answerCommand } from './answer-command.ts';
import { createDropActions, type DropActions } from './answer-drops.ts';
import { type Automation, createAutomation } from './automation.ts';
import { type CandidateActions, createCandidateActions } from './candidates.ts';
import { type ConsentActions, createConsentActions } from './consent.ts';
import { folderOfInput } from './folder-files.ts';
import { connectEngine } from './follow-engine.ts';
import { followHost } from './follow-host.ts';
import { createHistoryActions, type HistoryActions } from './history.ts';
import { createRecipeImporter, type ImportRecipe } from './import-recipe.ts';
import { createIterateActions, type IterateActions } from './iterate.ts';
import { createMaskEditorActions, type MaskEditorActions } from './mask-editor.ts';
import type { PanelContext } from './panel-context.ts';
import { createPeek } from './peek-candidate.ts';
import { createPromptActions, type PromptActions } from './prompts.ts';
import { createSettingsActions, type SettingsActions } from './remember-settings.ts';
import { reopenResult } from './reopen-result.ts';
import { reportError } from './report-error.ts';
import { createResizeActions, type ResizeActions } from './resize-panel.ts';
import { type Asked, createJobQueue, type JobQueue } from './run-queue.ts';
import { createSaveActions, type SaveActions } from './save-picture.ts';
import { createShelfActions, type ShelfActions } from './shelf.ts';
import { warmUpOnce } from './warm-up.ts';

/** Everything that a person can make happen in the panel. None of these rejects: what fails is shown. */
export type PanelActions = {
  settings: SettingsActions;
  resize: ResizeActions;
  /** Runs the button's verb, now or after what waits, then selects the first picture and shows it in place. */
  run(): Promise<void>;
  cancel(): void;
  queue: Pick<JobQueue, 'remove' | 'move' | 'resume'>;
  iterate: IterateActions;
  /** Looks at a candidate in place after a moment, or away with null. */
  peek(index: number | null): void;
  /** Looks at a newer run (1) or at an earlier one (-1). */
  step: CandidateActions['step'];
  show: CandidateActions['show'];
  hide: CandidateActions['hide'];
  compare: CandidateActions['compare'];
  reveal: CandidateActions['reveal'];
  apply(index: number): Promise<void>;
  /** Makes the settings and the mask of the selected result the panel's own, to run it again. */
  reopen(): Promise<void>;
  discard(): Promise<void>;
  rollSeed(): void;
  reconnect(): Promise<void>;
  dismissNotice(): void;
  /** Adds the model in a folder that was chosen through an input. */
  addModelOfInput(files: Iterable<File>): Promise<void>;
  drops: DropActions;
  save: SaveActions;
  importRecipe: ImportRecipe;
  shelf: ShelfActions;
  prompts: PromptActions;
  consent: ConsentActions;
  history: HistoryActions;
  editor: MaskEditorActions;
  about: AboutActions;
  /** Loads the model while the person is still typing. */
  warmUp(): void;
};

export type StartedPanel = { actions: PanelActions; automation: Automation; started: Promise<void> };

/** Makes the actions and starts the panel: greets the host, then connects to the engine. */
export function startPanel(context: PanelContext): StartedPanel {
  const { state } = context;
  const settings = createSettingsActions(context);
  const candidates = createCandidateActions(context);
  // A preview on the canvas would be read as part of the picture, and hides the masks.
  const queue = createJobQueue(context, candidates);
  const showFirst = ({ id, done }: Asked) =>
    done.then(
      () => {
        const job = state.job.value;
        // What has been placed already is not laid over itself.
        const isNew = job?.id === id && !(job.phase === 'done' && job.placed.length > 0);
        return isNew ? candidates.show(0) : undefined;
      },
      () => undefined,
    );
  const run = () =>
    queue.press().then(
      async (asked) => void (await Promise.all(asked.map(showFirst))),
      () => undefined,
    );
  const editor = createMaskEditorActions(context, settings);
  const addModel = createModelAdder(context, settings);
  const shelf = createShelfActions(context, settings);
  const importRecipe = createRecipeImporter(context, settings);
  const { answer, ...drops } = createDropActions(context, { addModel, addZip: shelf.addZip, importRecipe });
  const started = followHost(context);
  started.then(
    () => {
      queue.restore().catch((thrown: unknown) => reportError(context, thrown));
      // Without an engine there is nothing to hear of, and connecting says so.
      context.engine().then(
        (engine) => engine.onDrop(answer),
        () => {},
      );
      // Which models there are must be known before a recipe is taken over.
      return connectEngine(context).then(() =>
        answerCommand(context, { settings, run, openEditor: () => void editor.open() }),
      );
    },
    (thrown: unknown) => reportError(context, thrown),
  );
  const actions: PanelActions = {
    settings,
    resize: createResizeActions(context, settings),
    run,
    cancel: queue.cancel,
    queue,
    iterate: createIterateActions(context, (draft) => void showFirst(queue.add(draft))),
    peek: createPeek(candidates.peek),
    step: candidates.step,
    show: candidates.show,
    hide: candidates.hide,
    compare: candidates.compare,
    reveal: candidates.reveal,
    apply: (index) =>
      candidates.apply(index).then(
        () => undefined,
        () => undefined,
      ),
    discard: candidates.discard,
    reopen: async () => void (await reopenResult(context, settings)),
    rollSeed: () => settings.change({ seed: context.rollSeed() }),
    reconnect: () => connectEngine(context),
    dismissNotice: state.dismissNotice,
    async addModelOfInput(files) {
      const folder = folderOfInput(files);
      if (folder !== null) await addModel(folder);
    },
    drops,
    save: createSaveActions(context),
    importRecipe,
    shelf,
    prompts: createPromptActions(context),
    consent: createConsentActions(context),
    history: createHistoryActions(context, settings, run),
    editor,
    about: createAboutActions(context, settings),
    warmUp: warmUpOnce(context),
  };
  return { actions, automation: createAutomation(context, queue, candidates, started), started };
}
