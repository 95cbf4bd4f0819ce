import type { Frame } from 'playwright-core';

/** One moment of the panel: what is selected and told, and what is done to get there. */
export type Scene = {
  name: string;
  selection: object;
  act?(panel: Frame): Promise<void>;
};

export const scenes: Scene[];
