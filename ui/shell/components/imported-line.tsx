import { usePanel } from './panel-provider.tsx';

/** Says whose recipe was taken over, until the next run; always there, so that screen readers hear it fill. */
export function ImportedLine() {
  const { state, text } = usePanel();
  const imported = state.provenance.imported.value;
  const isNews = imported !== null && imported.job === (state.active.value?.id ?? null);
  return (
    <div role="status" class={isNews ? undefined : 'unseen'}>
      {isNews ? <p class="hint">{text.provenance.imported(imported.name)}</p> : null}
    </div>
  );
}
