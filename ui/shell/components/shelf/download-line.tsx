import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { foremostDownload, progressOf, shareDone } from '../../state/shelf-items.ts';
import type { Text } from '../../text/text.ts';
import { usePanel } from '../panel-provider.tsx';
import { describeState } from './model-status.tsx';

/** The download under way, in one line of the main view; leads to the shelf. */
export function DownloadLine() {
  const { state, actions, text } = usePanel();
  const item = foremostDownload(state.shelf.shelf.value?.items ?? []);
  if (item === null) return null;
  const share = shareDone(progressOf(item));
  return (
    <button type="button" class={`download-line ${item.state}`} onClick={actions.shelf.open}>
      <span class="download-name" title={item.name}>
        {item.name}
      </span>
      <span class="download-state">{describeDownload(item, share, text)}</span>
      <span class="download-bar" aria-hidden="true">
        <span style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
    </button>
  );
}

function describeDownload(item: ShelfItem, share: number | null, text: Text): string {
  const word = describeState(item, text);
  return share === null ? word : `${word} · ${text.shelf.percent(share)}`;
}
