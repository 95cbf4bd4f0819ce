import type { KeptText } from './kept-text.ts';

export const keptEn: KeptText = {
  plans: {
    generate: (count) => `Generate in ${count} frames, one picture for each`,
    vary: (count) => `Paint a variation over each of ${count} frames`,
  },
  buttons: {
    again: 'Makes this picture again with the same settings.',
    vary: 'Paints a variation of this picture.',
    editMask: 'Opens the region again to change what is repainted.',
  },
  consent: {
    title: 'Keep prompts in this document?',
    question:
      'Underpaint can keep the prompt, the seed and the settings of each result in the document, with a small picture.',
    reason:
      'Then “Again” and the history work on every computer. But whoever can open the file can read the prompts and seeds.',
    otherwise: 'Otherwise they are kept on this computer alone, and layers get neutral names.',
    allow: 'Keep in document',
    refuse: 'On this computer only',
    setting: 'Prompts are kept',
    choices: { allowed: 'In document', refused: 'Here only' },
    hints: {
      unasked: 'You are asked when you apply the first picture.',
      allowed: 'Whoever can open the file can read the prompts and seeds.',
      refused: 'Only this computer knows them. Names and pictures that are placed already stay as they are.',
    },
  },
  history: {
    open: 'History',
    title: 'History of this document',
    back: 'Back to the panel',
    search: 'Search prompts',
    empty: 'Nothing has been applied yet. Every picture that you apply is listed here.',
    noMatch: 'No prompt has these words.',
    noPrompt: 'Without a prompt',
    list: 'Results',
    show: 'Show on canvas',
    use: 'Use these settings',
    again: 'Run again',
    remove: 'Remove from history',
  },
};
