import type { Language } from './language.ts';

const units = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
] as const;
type Unit = (typeof units)[number];
const smallest: Unit = units[2];

function unitFor(bytes: number): Unit {
  if (bytes === 0) return units[1];
  // What would be rounded up to 1000 of a unit is one of the next.
  return units.find((unit) => bytes >= unit.bytes * 0.9995) ?? smallest;
}

function inUnit(bytes: number, unit: Unit, language: Language, digits: { min: number; max: number }): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits.min,
    maximumFractionDigits: digits.max,
  }).format(bytes / unit.bytes);
}

/** A size in decimal units, as shops and disks count: “2.1 GB”, “208 MB”. */
export function formatBytes(bytes: number, language: Language): string {
  const unit = unitFor(bytes);
  return `${inUnit(bytes, unit, language, { min: 0, max: unit.name === 'GB' ? 1 : 0 })} ${unit.name}`;
}

/** Done and whole in the unit of the whole and with as many digits each, so that the words stay where they are. */
export function formatProgress(
  doneBytes: number,
  totalBytes: number,
  language: Language,
): { done: string; total: string } {
  const unit = unitFor(totalBytes);
  const digits = unit.name === 'GB' ? 2 : 0;
  const format = (bytes: number) => inUnit(bytes, unit, language, { min: digits, max: digits });
  return { done: format(doneBytes), total: `${format(totalBytes)} ${unit.name}` };
}

/** Bytes per second: “12.3 MB/s”. */
export function formatSpeed(bytesPerSecond: number, language: Language): string {
  const unit = unitFor(bytesPerSecond);
  const digits = unit.name === 'kB' ? 0 : 1;
  return `${inUnit(bytesPerSecond, unit, language, { min: digits, max: digits })} ${unit.name}/s`;
}

/** A duration as coarse as an estimate of it is: 0 minutes means less than one. */
export function roundDuration(seconds: number): { unit: 'minutes' | 'hours'; count: number } {
  const minutes = seconds < 45 ? 0 : Math.max(1, Math.round(seconds / 60));
  return minutes < 90
    ? { unit: 'minutes', count: minutes }
    : { unit: 'hours', count: Math.round(minutes / 60) };
}

/** The day of an ISO date and time; as it is where it is none. */
export function formatDay(date: string, language: Language): string {
  const read = new Date(date);
  if (Number.isNaN(read.getTime())) return date;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(read);
}

/** A day and time of day, from milliseconds since 1970. */
export function formatMoment(time: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(time),
  );
}
