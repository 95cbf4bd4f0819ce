import type { PanelState } from './panel-state.ts';

/** True where prompt and seed may be told where others can read them: in the document, and in the names of files. */
export const recipesAllowed = ({ recipes }: Pick<PanelState, 'recipes'>): boolean =>
  recipes.value === 'allowed';
