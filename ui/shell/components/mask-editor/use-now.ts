import { useCallback, useRef, useState } from 'preact/hooks';

/** State that event handlers can read at once, while the component that shows it renders a moment later. */
export function useNow<T>(initial: T): { shown: T; now(): T; set(next: T): void } {
  const [shown, show] = useState<T>(initial);
  const latest = useRef<T>(initial);
  const now = useCallback(() => latest.current, []);
  const set = useCallback((next: T) => {
    latest.current = next;
    show(() => next);
  }, []);
  return { shown, now, set };
}
