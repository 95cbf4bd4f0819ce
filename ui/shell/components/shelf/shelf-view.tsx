import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { groupItems } from '../../state/shelf-items.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { BackIcon } from '../controls/icons.tsx';
import { usePanel } from '../panel-provider.tsx';
import { AddModel } from './add-model.tsx';
import { GpuMemory } from './gpu-memory.tsx';
import { ModelCard } from './model-card.tsx';
import { ShelfQuestions } from './shelf-questions.tsx';
import { StorageLine } from './storage-line.tsx';
import { TeamServers } from './team-servers.tsx';

/** All models: those that are here, those that can be fetched, and the ways to one's own. */
export function ShelfView() {
  const { state, actions, text } = usePanel();
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
        <IconButton label={text.shelf.back} onClick={actions.shelf.close}>
          <BackIcon />
        </IconButton>
        <h1 id={titleId}>{text.shelf.title}</h1>
      </header>
      <div class="panel-scroll shelf-scroll">
        {state.shelf.shelf.value === null ? <p class="hint">{text.shelf.connecting}</p> : <ShelfBody />}
      </div>
      <ShelfQuestions />
    </section>
  );
}

function ShelfBody() {
  const { state, text } = usePanel();
  const language = state.language.value;
  const groups = groupItems(state.shelf.shelf.value?.items ?? []);
  return (
    <>
      <StorageLine />
      {groups.map(({ title, items }) => {
        const shown = typeof title === 'string' ? text.shelf.groups[title] : title[language];
        return (
          <section class="shelf-part" key={shown} aria-label={shown}>
            <h2>{shown}</h2>
            <ul class="model-list">
              {items.map((item) => (
                <ModelCard key={item.id} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
      <AddModel />
      <TeamServers />
      <GpuMemory />
    </>
  );
}
