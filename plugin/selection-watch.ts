import type { Selection } from '../protocol/host-contract.ts';
import { onPageChange } from './page-changes.ts';
import { readSelection } from './selection.ts';

/** Changes come in bursts, a drag sends one per frame; the panel needs to hear of the last. */
const quietMs = 60;

export type SelectionWatch = {
  /** Announces what is selected, from now on, whenever it means something else than the panel was last told. */
  start(announce: (selection: Selection) => void): void;
  /** What is selected now, for a panel that asks: what it was told counts, however it was told. */
  read(): Promise<Selection>;
};

/**
 * Watches what is selected: after another selection, another page, or a change to the layers on the page (a mask that
 * is moved off its picture is no mask any more).
 */
export function createSelectionWatch(): SelectionWatch {
  let timer: number | null = null;
  let readings = 0;
  let lastTold = '';

  async function readSoonest(announce: (selection: Selection) => void): Promise<void> {
    timer = null;
    const reading = ++readings;
    const selection = await readSelection();
    // A later change has overtaken this reading; its own will follow.
    if (reading !== readings) return;
    const told = JSON.stringify(selection);
    if (told === lastTold) return;
    lastTold = told;
    announce(selection);
  }

  return {
    async read() {
      const selection = await readSelection();
      lastTold = JSON.stringify(selection);
      return selection;
    },
    start(announce) {
      function readSoon(): void {
        if (timer !== null) clearTimeout(timer);
        // A layer that goes while it is read announces itself by the change that removed it.
        timer = setTimeout(() => void readSoonest(announce).catch(() => undefined), quietMs);
      }

      let leavePage = () => {};
      function followPage(): void {
        leavePage();
        leavePage = onPageChange(figma.currentPage, readSoon);
      }

      figma.on('selectionchange', readSoon);
      figma.on('currentpagechange', () => {
        followPage();
        readSoon();
      });
      followPage();
    },
  };
}
