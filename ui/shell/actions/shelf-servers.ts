import { readServerAddress } from '../state/server-address.ts';
import type { PanelContext } from './panel-context.ts';
import { codeOf, reportError, subjectOf } from './report-error.ts';

/** Servers of a team that packs are fetched from. */
export type ServerActions = {
  /** Adds a server after a look at what is there; true where it was added. What is wrong is said beside the field. */
  addServer(typed: string): Promise<boolean>;
  removeServer(url: string): Promise<void>;
  /** Takes back what was said of an address that is being changed. */
  forgetServerAnswer(): void;
};

export function createServerActions(context: PanelContext): ServerActions {
  const { shelf } = context.state;
  return {
    async addServer(typed) {
      if (shelf.server.value?.kind === 'asking') return false;
      const address = readServerAddress(typed);
      if ('fault' in address) {
        shelf.setServer({ kind: 'faulty', fault: address.fault });
        return false;
      }
      shelf.setServer({ kind: 'asking' });
      try {
        const engine = await context.engine();
        const added = await engine.askShelf('addBase', address);
        shelf.setServer({ kind: 'added', ...added });
        return true;
      } catch (thrown) {
        const code = codeOf(thrown);
        if (code === 'internal') console.error(thrown);
        shelf.setServer({ kind: 'refused', code, subject: subjectOf(thrown) });
        return false;
      }
    },
    async removeServer(url) {
      shelf.setServer(null);
      try {
        const engine = await context.engine();
        await engine.askShelf('removeBase', { url });
      } catch (thrown) {
        reportError(context, thrown);
      }
    },
    forgetServerAnswer() {
      if (shelf.server.value?.kind !== 'asking') shelf.setServer(null);
    },
  };
}
