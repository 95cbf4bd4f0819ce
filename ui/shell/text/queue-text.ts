/** The words for jobs that wait, earlier runs, and going on from a picture. */
export type QueueText = {
  queue: {
    waiting(count: number): string;
    paused: string;
    goOn: string;
    earlier(job: string): string;
    later(job: string): string;
    remove(job: string): string;
    /** What happens to a job that is asked for while another one runs. */
    joins: string;
    left(seconds: number): string;
    variants(count: number): string;
  };
  runs: { place(number: number, count: number): string; older: string; newer: string };
  goOn: {
    label: string;
    subtle: string;
    strong: string;
    again: string;
    useAsInput: string;
    compareWith(number: number): string;
  };
  compare: { title(one: number, other: number): string; split: string; close: string };
};

/** A time as coarse as its estimate: 1 to 10 seconds, then in steps of 5, then minutes. */
export function roundLeft(seconds: number): { unit: 'seconds' | 'minutes'; count: number } {
  if (seconds >= 90) return { unit: 'minutes', count: Math.round(seconds / 60) };
  const step = seconds > 10 ? 5 : 1;
  return { unit: 'seconds', count: Math.max(1, Math.round(seconds / step) * step) };
}
