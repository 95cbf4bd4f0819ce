import { usePanel } from '../panel-provider.tsx';

/** Where models are kept, how much room they take, and whether they stay. */
export function StorageLine() {
  const { state, text } = usePanel();
  const storage = state.shelf.shelf.value?.storage;
  if (storage === undefined) return null;
  const { kind, usedBytes, freeBytes, isPersisted } = storage;
  const stays = isPersisted ? text.shelf.storage.persisted : text.shelf.storage.notPersisted;
  return (
    <section
      class={`storage ${kind === 'memory' ? 'note warning' : ''}`}
      aria-label={text.shelf.storage.label}
    >
      <p class="storage-bytes">
        <span>{text.shelf.storage.used(usedBytes)}</span>
        {freeBytes === null ? null : <span>{text.shelf.storage.free(freeBytes)}</span>}
      </p>
      <p class="hint">
        {text.shelf.storage.kinds[kind]} {kind === 'memory' ? '' : stays}
      </p>
    </section>
  );
}
