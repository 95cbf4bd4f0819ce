import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { isCopied, progressOf } from '../../state/shelf-items.ts';
import { errorSentence, type Text } from '../../text/text.ts';
import { usePanel } from '../panel-provider.tsx';
import { ProgressLines } from './progress-lines.tsx';

/** How far a model is: its progress, what is on the disk, or what went wrong with its next step. */
export function ModelStatus({ item }: { item: ShelfItem }) {
  const { state, text } = usePanel();
  switch (item.state) {
    case 'offered':
      return item.isDownloadable ? null : <p class="hint">{text.shelf.byHand}</p>;
    case 'waiting':
    case 'downloading':
    case 'paused':
    case 'verifying':
      return (
        <>
          <ProgressLines
            name={item.name}
            word={describeState(item, text)}
            progress={progressOf(item)}
            isMoving={item.state === 'downloading'}
          />
          {item.state === 'waiting' ? <p class="hint">{text.shelf.waiting}</p> : null}
        </>
      );
    case 'failed':
      return (
        <>
          {progressOf(item) === null ? null : (
            <ProgressLines
              name={item.name}
              word={text.shelf.states.failed}
              progress={progressOf(item)}
              isMoving={false}
            />
          )}
          <p class="note danger">
            {item.failure === null
              ? text.shelf.states.failed
              : errorSentence(text, item.failure.code, item.failure.subject)}
          </p>
        </>
      );
    case 'evicted':
      return (
        <p class="note warning">{item.isDownloadable ? text.shelf.evicted : text.shelf.evictedByHand}</p>
      );
    case 'installed':
      return <InstalledLine item={item} checked={state.shelf.checked.value} />;
  }
}

/** The state in words; what comes from this machine's disk is copied and not downloaded. */
export function describeState(item: ShelfItem, text: Text): string {
  return item.state === 'downloading' && isCopied(item) ? text.shelf.copying : text.shelf.states[item.state];
}

type InstalledProps = { item: ShelfItem; checked: { id: string; broken: number } | null };

function InstalledLine({ item, checked }: InstalledProps) {
  const { text } = usePanel();
  const isIncluded = item.origin === 'page';
  const size = isIncluded ? text.shelf.included : text.shelf.installedSize(item.installedBytes);
  const used = item.lastUsed === null ? text.shelf.neverUsed : text.shelf.lastUsed(item.lastUsed);
  const found = checked?.id === item.id ? checked.broken : null;
  return (
    <p class="hint">
      {size}
      {isIncluded && item.lastUsed === null ? null : ` · ${used}`}
      {found === null ? null : ` · ${found === 0 ? text.shelf.intact : text.shelf.broken(found)}`}
    </p>
  );
}
