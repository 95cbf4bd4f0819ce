import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { Size } from '../../../../protocol/geometry.ts';
import {
  type EditorView,
  fitView,
  type Point,
  panView,
  revealSpot,
  zoomView,
} from '../../state/editor-view.ts';
import { useNow } from './use-now.ts';

/** How the picture lies on the stage, and the ways to move it. All points are CSS pixels of the stage. */
export type ViewControl = {
  stage: Size;
  view: EditorView;
  /** As handlers need it: also before what they have changed is drawn. */
  now(): EditorView;
  fit(): void;
  zoom(factor: number, about?: Point): void;
  pan(by: Point): void;
  /** Brings a spot of the picture into sight. */
  reveal(spot: Point): void;
};

/** Fits the picture into the stage until a person moves it; another picture is fitted anew. */
export function useView(element: RefObject<HTMLElement | null>, picture: Size): ViewControl {
  const size = useNow<Size>({ width: 0, height: 0 });
  const moved = useNow<EditorView | null>(null);
  const { width, height } = picture;

  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = () => size.set({ width: current.clientWidth, height: current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);

  useEffect(() => moved.set(null), [width, height]);

  const now = () => moved.now() ?? fitView({ width, height }, size.now());
  return {
    stage: size.shown,
    view: moved.shown ?? fitView({ width, height }, size.shown),
    now,
    fit: () => moved.set(null),
    zoom(factor, about) {
      const stage = size.now();
      const middle = { x: stage.width / 2, y: stage.height / 2 };
      moved.set(zoomView(now(), factor, about ?? middle, picture, stage));
    },
    pan: (by) => moved.set(panView(now(), by, picture, size.now())),
    reveal(spot) {
      const next = revealSpot(now(), spot, size.now());
      if (next !== now()) moved.set(next);
    },
  };
}
