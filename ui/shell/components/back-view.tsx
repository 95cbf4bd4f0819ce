import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './controls/icon-button.tsx';
import { BackIcon } from './controls/icons.tsx';

type BackViewProps = {
  title: string;
  /** What the button back is called. */
  back: string;
  onBack: () => void;
  /** What scrolls below the title. */
  children: ComponentChildren;
  /** What lies over the view, as its questions do. */
  over?: ComponentChildren;
};

/** A view in the panel's place, with a title and a way back. It takes the focus, and gives it back when it goes. */
export function BackView({ title, back, onBack, children, over }: BackViewProps) {
  const titleId = useId();
  const head = useRef<HTMLElement>(null);

  // Before the next frame, which takes the focus from what this view has just hidden.
  useLayoutEffect(() => {
    const before = document.activeElement;
    head.current?.querySelector('button')?.focus();
    return () => {
      // What had the focus is hidden until all of the panel has been brought up to date.
      if (before instanceof HTMLElement) queueMicrotask(() => before.focus());
    };
  }, []);

  return (
    <section class="shelf" aria-labelledby={titleId}>
      <header class="shelf-head" ref={head}>
        <IconButton label={back} onClick={onBack}>
          <BackIcon />
        </IconButton>
        <h1 id={titleId}>{title}</h1>
      </header>
      <div class="panel-scroll shelf-scroll">{children}</div>
      {over}
    </section>
  );
}
