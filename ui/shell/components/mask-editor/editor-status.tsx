import type { MaskVersion } from '../../state/mask-history.ts';
import type { PanelState } from '../../state/panel-state.ts';
import { isMarked } from '../../state/verbs.ts';
import { errorSentence, type Text } from '../../text/text.ts';
import { usePanel } from '../panel-provider.tsx';

/** The line below the picture: what stands in the way of a run, else what was `said`, else what can be done now. */
export function EditorStatus({ version, said }: { version: MaskVersion; said: string }) {
  const { state, text } = usePanel();
  const obstacle = obstacleOf(version, state, text);
  const hint = text.editor.hints[state.editor.tooling.value.tool];
  return (
    <>
      <p class="editor-status hint" role="status">
        {obstacle ?? (said === '' ? hint : said)}
      </p>
      {/* Who draws by ear needs to hear where the cursor is all the same. */}
      <p class="unseen" role="status">
        {obstacle === null ? '' : said}
      </p>
    </>
  );
}

/** Why the picture does not show what a run would do; null where it does, or where nothing is marked yet. */
function obstacleOf(
  { painted }: MaskVersion,
  { editor, engine, region }: PanelState,
  text: Text,
): string | null {
  if (editor.isReading.value) return text.editor.reading;
  const masks = region.masks.value;
  if (painted.edits.length === 0 && masks.length === 0) return null;
  const fault = editor.previewFault.value;
  if (fault !== null) return errorSentence(text, fault, null);
  if (painted.edits.length > 0 && !isMarked({ masks, isPainted: region.isPainted.value }))
    return text.editor.nothingPainted;
  return engine.value.kind === 'ready' ? null : text.editor.withoutEngine;
}
