import type { ShelfMessage } from '../../state/shelf.ts';
import type { Text } from '../../text/text.ts';
import { usePanel } from '../panel-provider.tsx';

/** Tells screen readers when a model starts, stops, arrives or goes, wherever in the panel they are. */
export function ShelfAnnouncer() {
  const { state, text } = usePanel();
  return (
    <div class="unseen" role="status">
      {describe(state.shelf.message.value, text)}
    </div>
  );
}

function describe(message: ShelfMessage | null, text: Text): string {
  if (message === null) return '';
  return message.kind === 'memory-freed'
    ? text.shelf.news.memoryFreed
    : text.shelf.news[message.kind](message.name);
}
