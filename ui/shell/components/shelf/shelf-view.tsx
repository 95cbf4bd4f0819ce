import { groupItems } from '../../state/shelf-items.ts';
import { BackView } from '../back-view.tsx';
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
  const { title, back, connecting } = text.shelf;
  return (
    <BackView title={title} back={back} onBack={actions.shelf.close} over={<ShelfQuestions />}>
      {state.shelf.shelf.value === null ? <p class="hint">{connecting}</p> : <ShelfBody />}
    </BackView>
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
