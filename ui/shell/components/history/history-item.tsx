import type { HistoryEntry } from '../../../../protocol/history-entry.ts';
import { promptOf } from '../../state/history.ts';
import { formatMoment } from '../../text/format.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { CloseIcon, EyeIcon, Icon, ResetIcon } from '../controls/icons.tsx';
import { usePanel } from '../panel-provider.tsx';

/** One result: how it looked, what was asked for, when and where, and what can be done with it. */
export function HistoryItem({ entry }: { entry: HistoryEntry }) {
  const { state, actions, text } = usePanel();
  const words = text.kept.history;
  const { history } = actions;
  const prompt = promptOf(entry.recipe) || words.noPrompt;
  return (
    <li class="history-item" aria-label={prompt}>
      {entry.thumbnail === '' ? (
        <span class="history-picture" />
      ) : (
        <img class="history-picture" src={entry.thumbnail} alt="" />
      )}
      <div class="history-facts">
        <p class="history-prompt" title={prompt}>
          {prompt}
        </p>
        <p class="hint">
          {[formatMoment(entry.time, state.language.value), entry.page].filter(Boolean).join(' · ')}
        </p>
        <div class="history-actions">
          <IconButton label={words.show} onClick={() => void history.show(entry)}>
            <EyeIcon isOpen />
          </IconButton>
          {entry.recipe === null ? null : (
            <>
              <IconButton label={words.use} onClick={() => history.use(entry)}>
                <SlidersIcon />
              </IconButton>
              <IconButton label={words.again} onClick={() => void history.again(entry)}>
                <ResetIcon />
              </IconButton>
            </>
          )}
          <IconButton label={words.remove} onClick={() => void history.remove(entry)}>
            <CloseIcon />
          </IconButton>
        </div>
      </div>
    </li>
  );
}

function SlidersIcon() {
  return (
    <Icon>
      <path d="M2.5 5h5m4 0h2m-11 6h2m4 0h5" />
      <circle cx="9.5" cy="5" r="2" />
      <circle cx="6.5" cy="11" r="2" />
    </Icon>
  );
}
