import type { Size } from '../../../../protocol/geometry.ts';
import type { MaskVersion } from '../../state/mask-history.ts';
import { usePanel } from '../panel-provider.tsx';

/** What the colors over the picture mean, with the numbers of this mask where the engine has told them. */
export function EditorLegend({ version }: { version: MaskVersion }) {
  const { state, text } = usePanel();
  const { legend } = text.editor;
  const told = state.editor.preview.value;
  const preview = told?.version === version ? told.preview : null;
  const levels = preview?.levels ?? 1;
  const rows = [
    { name: 'selection', words: levels > 1 ? legend.levels(levels) : legend.selection },
    { name: 'hole', words: legend.hole },
    { name: 'feather', words: legend.feather(preview === null ? null : Math.round(preview.featherPx)) },
    {
      name: 'context',
      words:
        preview === null
          ? legend.context
          : legend.contextSizes(inWords(preview.context), inWords(preview.model)),
    },
  ];
  return (
    <ul class="editor-legend" aria-label={legend.label}>
      {rows.map(({ name, words }) => (
        <li key={name}>
          <span class={`swatch ${name}`} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}

function inWords({ width, height }: Size): string {
  return `${width} × ${height}`;
}
