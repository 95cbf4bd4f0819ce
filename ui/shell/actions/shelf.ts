import type { ShelfItem } from '../../../protocol/shelf.ts';
import { awaitsAcceptance } from '../state/shelf-items.ts';
import type { PanelContext } from './panel-context.ts';
import type { SettingsActions } from './remember-settings.ts';
import { codeOf, reportError } from './report-error.ts';
import { createServerActions, type ServerActions } from './shelf-servers.ts';
import { createZipActions, type ZipActions } from './shelf-zip.ts';

/** Everything that a person can make happen on the shelf of models. None of these rejects: what fails is shown. */
export type ShelfActions = ServerActions &
  ZipActions & {
    open(): void;
    close(): void;
    /** Fetches a model, goes on with it, or mends it; asks first where a license must be accepted. */
    install(id: string): void;
    /** Accepts the license that the person has been shown, and fetches the model. */
    acceptLicense(id: string, textHash: string): void;
    pause(id: string): void;
    resume(id: string): void;
    /** Asks before what has come of a download is thrown away. */
    askToDiscard(id: string): void;
    discard(id: string): void;
    askToRemove(id: string): void;
    remove(id: string): void;
    verify(id: string): void;
    /** Paints with this model from now on. */
    use(id: string): void;
    dismissQuestion(): void;
    freeMemory(): void;
  };

/** Makes the actions of the shelf; progress and every change come back as the engine's own news. */
export function createShelfActions(context: PanelContext, settings: SettingsActions): ShelfActions {
  const { shelf } = context.state;
  const find = (id: string): ShelfItem | null =>
    shelf.shelf.value?.items.find((item) => item.id === id) ?? null;

  /** Runs one request about a model; what fails is shown, unless the card tells it or the person wanted it. */
  function run(id: string, work: () => Promise<unknown>): void {
    if (shelf.awaited.value.has(id)) return;
    shelf.await(id);
    shelf.ask(null);
    shelf.setChecked(null);
    context.state.dismissNotice();
    work().then(
      () => shelf.answered(id),
      (thrown: unknown) => {
        shelf.answered(id);
        void tellFault(id, thrown);
      },
    );
  }

  /** Shows what failed, unless the card tells it already: the news of a change may come after the answer. */
  async function tellFault(id: string, thrown: unknown): Promise<void> {
    try {
      const engine = await context.engine();
      shelf.replace(await engine.askShelf('readShelf'));
    } catch {
      // Then the card knows nothing, and the notice says it.
    }
    const item = find(id);
    if (item?.state !== 'failed' || item.failure?.code !== codeOf(thrown)) reportError(context, thrown);
  }

  async function install(id: string, acceptedLicense: string | null): Promise<void> {
    const engine = await context.engine();
    await engine.askShelf('install', { id, acceptedLicense });
  }

  async function remove(id: string): Promise<void> {
    const { engine, settings: chosen } = context.state;
    const others =
      engine.value.kind === 'ready' ? engine.value.models.filter((model) => model.id !== id) : [];
    // Left before it goes, so that nobody is told of a loss that they have asked for.
    if (chosen.value.model === id && others[0] !== undefined) settings.change({ model: others[0].id });
    await (await context.engine()).askShelf('removeModel', { id });
  }

  async function verify(id: string): Promise<void> {
    const engine = await context.engine();
    const { broken } = await engine.askShelf('verifyModel', { id });
    const name = find(id)?.name ?? id;
    shelf.setChecked({ id, broken: broken.length });
    shelf.tell({ kind: broken.length === 0 ? 'intact' : 'broken', name });
  }

  return {
    ...createServerActions(context),
    ...createZipActions(context, settings),
    open: () => shelf.setOpen(true),
    close: () => shelf.setOpen(false),
    install(id) {
      const item = find(id);
      if (item === null) return;
      if (awaitsAcceptance(item)) shelf.ask({ kind: 'license', id });
      else run(id, () => install(id, null));
    },
    acceptLicense: (id, textHash) => run(id, () => install(id, textHash)),
    pause: (id) => run(id, async () => (await context.engine()).askShelf('pauseInstall', { id })),
    resume(id) {
      const item = find(id);
      // A license whose words have changed since then is a new one.
      if (item !== null && awaitsAcceptance(item)) shelf.ask({ kind: 'license', id });
      else run(id, async () => (await context.engine()).askShelf('resumeInstall', { id }));
    },
    askToDiscard: (id) => shelf.ask({ kind: 'discard', id }),
    discard: (id) => run(id, async () => (await context.engine()).askShelf('cancelInstall', { id })),
    askToRemove: (id) => shelf.ask({ kind: 'removal', id }),
    remove: (id) => run(id, () => remove(id)),
    verify: (id) => run(id, () => verify(id)),
    use: (id) => settings.change({ model: id }),
    dismissQuestion: () => shelf.ask(null),
    freeMemory() {
      context.state.dismissNotice();
      context
        .engine()
        .then((engine) => engine.askShelf('freeMemory'))
        .then(
          () => shelf.tell({ kind: 'memory-freed', name: null }),
          (thrown: unknown) => reportError(context, thrown),
        );
    },
  };
}
