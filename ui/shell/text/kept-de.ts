import type { KeptText } from './kept-text.ts';

export const keptDe: KeptText = {
  plans: {
    generate: (count) => `In ${count} Frames je ein Bild erzeugen`,
    vary: (count) => `Über jeden von ${count} Frames eine Variation malen`,
  },
  buttons: {
    again: 'Macht dieses Bild mit denselben Einstellungen noch einmal.',
    vary: 'Malt eine Variation dieses Bildes.',
    editMask: 'Öffnet den Bereich wieder, um zu ändern, was neu gemalt wird.',
  },
  consent: {
    title: 'Prompts in diesem Dokument behalten?',
    question:
      'Underpaint kann Prompt, Seed und Einstellungen jedes Ergebnisses im Dokument behalten, dazu ein kleines Bild.',
    reason:
      'Dann gehen „Again“ und der Verlauf auf jedem Rechner. Aber wer die Datei öffnen kann, kann auch Prompts und Seeds lesen.',
    otherwise: 'Sonst bleiben sie allein auf diesem Rechner, und Ebenen bekommen neutrale Namen.',
    allow: 'Im Dokument behalten',
    refuse: 'Nur auf diesem Rechner',
    setting: 'Prompts bleiben',
    choices: { allowed: 'Im Dokument', refused: 'Nur hier' },
    hints: {
      unasked: 'Du wirst gefragt, wenn du das erste Bild einsetzt.',
      allowed: 'Wer die Datei öffnen kann, kann Prompts und Seeds lesen.',
      refused:
        'Nur dieser Rechner kennt sie. Namen und Bilder, die schon eingesetzt sind, bleiben, wie sie sind.',
    },
  },
  history: {
    open: 'Verlauf',
    title: 'Verlauf dieses Dokuments',
    back: 'Zurück zum Panel',
    search: 'Prompts durchsuchen',
    empty: 'Noch ist nichts eingesetzt. Jedes Bild, das du einsetzt, steht dann hier.',
    noMatch: 'Kein Prompt hat diese Wörter.',
    noPrompt: 'Ohne Prompt',
    list: 'Ergebnisse',
    show: 'Auf der Fläche zeigen',
    use: 'Einstellungen übernehmen',
    again: 'Noch einmal ausführen',
    remove: 'Aus dem Verlauf entfernen',
  },
};
