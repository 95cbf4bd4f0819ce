/** The words for saving pictures, for recipes in files, and for who is named with a picture. */
export type ProvenanceText = {
  savePicture: string;
  savePatch: string;
  saveRecipe: string;
  /** The button that chooses a file, what it takes, and what is said once it has been read. */
  open: string;
  openHint: string;
  imported(file: string): string;
  credit: string;
  creditName: string;
  creditHint: string;
  /** What is written under a picture. */
  caption(name: string): string;
};

/** Errors of recipes in files. */
export type ProvenanceErrors = Record<'recipe-absent' | 'recipe-broken' | 'recipe-model-missing', string>;
