import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { usePanel } from './panel-provider.tsx';

/** Keeps the panel's window as high as the element while `isFitted`; it has its own height again afterwards. */
export function useFit(element: RefObject<HTMLElement | null>, isFitted: boolean): void {
  const { actions } = usePanel();
  useEffect(() => {
    const measured = element.current;
    if (!isFitted || measured === null) return;
    const watch = new ResizeObserver(() => actions.resize.fit(measured.offsetHeight));
    watch.observe(measured);
    return () => {
      watch.disconnect();
      actions.resize.fit(null);
    };
  }, [isFitted, actions]);
}
