import { type QueueText, roundLeft } from './queue-text.ts';

export const queueEn: QueueText = {
  queue: {
    waiting: (count) => `Waiting ${count}`,
    paused: 'From last time',
    goOn: 'Go on',
    earlier: (job) => `Earlier: ${job}`,
    later: (job) => `Later: ${job}`,
    remove: (job) => `Remove: ${job}`,
    joins: 'Waits until the others are done',
    left(seconds) {
      const { unit, count } = roundLeft(seconds);
      return `about ${count} ${unit === 'minutes' ? 'min' : 's'} left`;
    },
    variants: (count) => `${count} prompts`,
  },
  runs: { place: (number, count) => `Run ${number} of ${count}`, older: 'Earlier run', newer: 'Later run' },
  goOn: {
    label: 'Go on from this picture',
    subtle: 'Vary subtle',
    strong: 'Vary strong',
    again: 'Again with the next seed',
    useAsInput: 'Use as input',
    compareWith: (number) => `Compare with picture ${number}`,
  },
  compare: {
    title: (one, other) => `Pictures ${one} and ${other}`,
    split: 'Where one picture ends and the other begins',
    close: 'Close',
  },
};
