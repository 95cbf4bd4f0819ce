import type { CandidateActions } from './candidates.ts';

/** A pointer that only passes over pictures shows none of them. */
const quietMs = 150;

/** Makes the action that shows a candidate in place once somebody has looked at it for a moment; null: looks away. */
export function createPeek(peek: CandidateActions['peek']): (index: number | null) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPeeking = false;
  return (index) => {
    clearTimeout(timer);
    if (index === null && !isPeeking) return;
    timer = setTimeout(() => {
      isPeeking = index !== null;
      void peek(index);
    }, quietMs);
  };
}
