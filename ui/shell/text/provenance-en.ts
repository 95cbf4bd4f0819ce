import type { ProvenanceErrors, ProvenanceText } from './provenance-text.ts';

export const provenanceEn: ProvenanceText = {
  savePicture: 'Save picture',
  savePatch: 'Save patch (transparent PNG)',
  saveRecipe: 'Save recipe (JSON)',
  open: 'Open a recipe…',
  openHint: 'From a picture (PNG) or a recipe (JSON). You can also drop the file on the panel.',
  imported: (file) => `The recipe of “${file}” is set.`,
  credit: 'Name me with the picture',
  creditName: 'Your name',
  creditHint: 'Goes into saved pictures, and under placed ones as a line of text.',
  caption: (name) => `(Prompt: ${name})`,
};

export const provenanceErrorsEn: ProvenanceErrors = {
  'recipe-absent':
    'There is no recipe in this file. Open a PNG that was saved here or by another painting program, or a recipe as JSON.',
  'recipe-broken':
    'The recipe in this file cannot be read. Open the file as it was saved first, or another one.',
  'recipe-model-missing':
    'The model of this recipe is not on this computer, so the chosen one stays. Install it under “All models…”, or add its folder.',
};
