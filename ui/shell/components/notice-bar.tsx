import { errorSentence, warningSentence } from '../text/text.ts';
import { Button } from './controls/button.tsx';
import { IconButton } from './controls/icon-button.tsx';
import { CloseIcon, WarningIcon } from './controls/icons.tsx';
import { usePanel } from './panel-provider.tsx';

/** What went wrong, as a sentence with its remedy; the region is always there, so that screen readers hear it fill. */
export function NoticeBar() {
  const { state, actions, text } = usePanel();
  const notice = state.notice.value;
  return (
    <div role="alert">
      {notice === null ? null : (
        <div class="notice">
          <WarningIcon />
          <p>{errorSentence(text, notice.code, notice.subject)}</p>
          <IconButton label={text.notice.dismiss} onClick={actions.dismissNotice}>
            <CloseIcon />
          </IconButton>
          {notice.remedy === 'none' ? null : (
            <Button
              onClick={() => void (notice.remedy === 'reconnect' ? actions.reconnect() : actions.run())}
            >
              {notice.remedy === 'reconnect' ? text.notice.reconnect : text.notice.rerun}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** What the engine remarked on the pictures that are shown. */
export function Warnings() {
  const { state, text } = usePanel();
  const job = state.results.value;
  const warnings = job?.phase === 'done' ? (job.report?.warnings ?? []) : [];
  if (warnings.length === 0) return null;
  return (
    <div role="status">
      <ul class="warnings">
        {[...new Set(warnings.map((code) => warningSentence(text, code)))].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
