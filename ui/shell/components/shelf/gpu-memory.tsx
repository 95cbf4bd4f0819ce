import { useId } from 'preact/hooks';
import { Button } from '../controls/button.tsx';
import { usePanel } from '../panel-provider.tsx';

/** Lets go of what a model holds between runs. */
export function GpuMemory() {
  const { state, actions, text } = usePanel();
  const titleId = useId();
  const hintId = useId();
  const isBusy = state.active.value !== null;
  const isFreed = state.shelf.message.value?.kind === 'memory-freed';
  return (
    <section class="shelf-part" aria-labelledby={titleId}>
      <h2 id={titleId}>{text.shelf.memory.label}</h2>
      <p class="hint" id={hintId}>
        {text.shelf.memory.hint}
      </p>
      <div class="model-actions">
        <Button
          isUnavailable={isBusy}
          describedBy={hintId}
          onClick={() => (isBusy ? undefined : actions.shelf.freeMemory())}
        >
          {text.shelf.memory.free}
        </Button>
        <span class="hint">{isFreed ? text.shelf.news.memoryFreed : ''}</span>
      </div>
    </section>
  );
}
