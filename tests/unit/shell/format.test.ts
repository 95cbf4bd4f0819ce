import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDay,
  formatProgress,
  formatSpeed,
  roundDuration,
} from '../../../ui/shell/text/format.ts';
import { textFor } from '../../../ui/shell/text/text.ts';

describe('sizes', () => {
  it.each([
    [0, '0 MB', '0 MB'],
    [512, '1 kB', '1 kB'],
    [28_079_181, '28 MB', '28 MB'],
    [999_600_000, '1 GB', '1 GB'],
    [2_135_781_486, '2.1 GB', '2,1 GB'],
    [118.44e9, '118.4 GB', '118,4 GB'],
  ])('of %d bytes are %s in English and %s in German', (bytes, en, de) => {
    expect(formatBytes(bytes, 'en')).toBe(en);
    expect(formatBytes(bytes, 'de')).toBe(de);
  });

  it('that grow keep unit and digits, so that nothing jumps', () => {
    expect(formatProgress(5e6, 2.14e9, 'en')).toEqual({ done: '0.01', total: '2.14 GB' });
    expect(formatProgress(2.14e9, 2.14e9, 'de')).toEqual({ done: '2,14', total: '2,14 GB' });
    expect(formatProgress(0, 28e6, 'en')).toEqual({ done: '0', total: '28 MB' });
  });

  it('per second say what a person sees moving', () => {
    expect(formatSpeed(12_345_678, 'en')).toBe('12.3 MB/s');
    expect(formatSpeed(800, 'de')).toBe('1 kB/s');
  });
});

describe('the time left', () => {
  it.each([
    [10, { unit: 'minutes', count: 0 }],
    [50, { unit: 'minutes', count: 1 }],
    [95, { unit: 'minutes', count: 2 }],
    [89 * 60, { unit: 'minutes', count: 89 }],
    [95 * 60, { unit: 'hours', count: 2 }],
  ])('of %d s is as coarse as an estimate', (seconds, expected) => {
    expect(roundDuration(seconds)).toEqual(expected);
  });

  it('is said in whole words, also where nobody knows', () => {
    const { shelf } = textFor('en');
    expect(shelf.timeLeft(null)).toBe('Time left not known');
    expect(shelf.timeLeft(3)).toBe('Less than a minute left');
    expect(shelf.timeLeft(60)).toBe('About 1 minute left');
    expect(textFor('de').shelf.timeLeft(7200)).toBe('Noch etwa 2 Stunden');
    expect(shelf.percent(0.999)).toBe('99 %');
  });
});

it('a day is written as the language writes it', () => {
  expect(formatDay('2026-11-21T12:00:00.000Z', 'en')).toBe('Nov 21, 2026');
  expect(formatDay('2026-11-21T12:00:00.000Z', 'de')).toBe('21.11.2026');
  expect(formatDay('long ago', 'en')).toBe('long ago');
});
