import { createModelAdder } from './add-model.ts';
import { createDropActions, type DropActions } from './answer-drops.ts';
import { type Automation, createAutomation } from './automation.ts';
import { type CandidateActions, createCandidateActions } from './candidates.ts';
import { folderOfInput } from './folder-files.ts';
import { connectEngine } from './follow-engine.ts';
import { followHost } from './follow-host.ts';
import { createMaskEditorActions, type MaskEditorActions } from './mask-editor.ts';
import type { PanelContext } from './panel-context.ts';
import { createSettingsActions, type SettingsActions } from './remember-settings.ts';
import { reopenResult } from './reopen-result.ts';
import { reportError } from './report-error.ts';
import { createResizeActions, type ResizeActions } from './resize-panel.ts';
import { createJobRunner } from './run-job.ts';
import { createShelfActions, type ShelfActions } from './shelf.ts';
import { warmUpOnce } from './warm-up.ts';

/** Everything that a person can make happen in the panel. None of these rejects: what fails is shown. */
export type PanelActions = {
  settings: SettingsActions;
  resize: ResizeActions;
  /** Runs the button's verb, then selects the first picture and shows it in place. */
  run(): Promise<void>;
  cancel(): void;
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
  shelf: ShelfActions;
  editor: MaskEditorActions;
  /** Loads the model while the person is still typing. */
  warmUp(): void;
};

export type StartedPanel = { actions: PanelActions; automation: Automation; started: Promise<void> };

/** Makes the actions and starts the panel: greets the host, then connects to the engine. */
export function startPanel(context: PanelContext): StartedPanel {
  const { state } = context;
  const settings = createSettingsActions(context);
  const candidates = createCandidateActions(context);
  const runner = createJobRunner(context, async () => {
    // A preview on the canvas would be read as part of the picture, and hides the masks.
    const job = state.job.value;
    if (job?.phase === 'done' && job.isShown) await candidates.hide();
  });
  const addModel = createModelAdder(context, settings);
  const shelf = createShelfActions(context, settings);
  const { answer, ...drops } = createDropActions(context, { addModel, addZip: shelf.addZip });
  const started = followHost(context);
  started.then(
    () => {
      // Without an engine there is nothing to hear of, and connecting says so.
      context.engine().then(
        (engine) => engine.onDrop(answer),
        () => {},
      );
      return connectEngine(context);
    },
    (thrown: unknown) => reportError(context, thrown),
  );
  const actions: PanelActions = {
    settings,
    resize: createResizeActions(context, settings),
    run: () =>
      runner.run().then(
        () => candidates.show(0),
        () => undefined,
      ),
    cancel: runner.cancel,
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
    reopen: () => reopenResult(context, settings),
    rollSeed: () => settings.change({ seed: context.rollSeed() }),
    reconnect: () => connectEngine(context),
    dismissNotice: state.dismissNotice,
    async addModelOfInput(files) {
      const folder = folderOfInput(files);
      if (folder !== null) await addModel(folder);
    },
    drops,
    shelf,
    editor: createMaskEditorActions(context, settings),
    warmUp: warmUpOnce(context),
  };
  return { actions, automation: createAutomation(context, runner, candidates, started), started };
}
