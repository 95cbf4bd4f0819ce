import { type QueueText, roundLeft } from './queue-text.ts';

export const queueDe: QueueText = {
  queue: {
    waiting: (count) => `Es ${count === 1 ? 'wartet' : 'warten'} ${count}`,
    paused: 'Vom letzten Mal',
    goOn: 'Weitermachen',
    earlier: (job) => `Früher: ${job}`,
    later: (job) => `Später: ${job}`,
    remove: (job) => `Herausnehmen: ${job}`,
    joins: 'Wartet, bis die anderen fertig sind',
    left(seconds) {
      const { unit, count } = roundLeft(seconds);
      return `noch etwa ${count} ${unit === 'minutes' ? 'min' : 's'}`;
    },
    variants: (count) => `${count} Prompts`,
  },
  runs: {
    place: (number, count) => `Lauf ${number} von ${count}`,
    older: 'Früherer Lauf',
    newer: 'Späterer Lauf',
  },
  goOn: {
    label: 'Mit diesem Bild weitermachen',
    subtle: 'Leicht variieren',
    strong: 'Stark variieren',
    again: 'Nochmal mit dem nächsten Seed',
    useAsInput: 'Als Vorlage nehmen',
    compareWith: (number) => `Mit Bild ${number} vergleichen`,
  },
  compare: {
    title: (one, other) => `Bilder ${one} und ${other}`,
    split: 'Wo das eine Bild endet und das andere beginnt',
    close: 'Schließen',
  },
};
