/** The words for what is kept of results: consent, history, the buttons on layers, several frames at once. */
export type KeptText = {
  /** One line saying what the button will do with several frames. */
  plans: Record<'generate' | 'vary', (count: number) => string>;
  /** What the buttons in the editor's own panel say. */
  buttons: { again: string; vary: string; editMask: string };
  consent: {
    title: string;
    question: string;
    reason: string;
    otherwise: string;
    allow: string;
    refuse: string;
    /** The choice in the history, which can be changed. */
    setting: string;
    choices: Record<'allowed' | 'refused', string>;
    hints: Record<'unasked' | 'allowed' | 'refused', string>;
  };
  history: {
    open: string;
    title: string;
    back: string;
    search: string;
    empty: string;
    noMatch: string;
    noPrompt: string;
    list: string;
    show: string;
    use: string;
    again: string;
    remove: string;
  };
};
