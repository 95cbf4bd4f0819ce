import type { Measure } from './inpaint-suite.ts';
import { measurePanelScript } from './measures/panel-script.ts';
import { measurePanelStart } from './measures/panel-start.ts';

/** What the panel costs: its bytes, its first frame, and how long it keeps the editor waiting. */
export const panelSuite: readonly Measure[] = [
  { name: 'panel start', run: async ({ session }) => measurePanelStart(await session()) },
  { name: 'panel script', run: async ({ session }) => measurePanelScript(await session()) },
];
