import { useRef } from 'preact/hooks';
import { contextChoices } from '../../actions/mask-editor.ts';
import type { EditorPicture } from '../../state/mask-editor.ts';
import type { MaskVersion } from '../../state/mask-history.ts';
import { CheckField } from '../controls/check-field.tsx';
import { SegmentedField } from '../controls/segmented-field.tsx';
import { usePanel } from '../panel-provider.tsx';
import { EditorLegend } from './editor-legend.tsx';
import { MeasureField } from './measure-field.tsx';
import { WindowMover } from './window-mover.tsx';

const effects = ['add', 'subtract'] as const;
/** Where nobody has chosen a size: holes as small as a brush leaves by mistake. */
const usualHolePx = 16;

/** How the tool is set, and what is done with the whole mask before it is used. */
export function EditorOptions({ picture, version }: { picture: EditorPicture; version: MaskVersion }) {
  const { state, actions, text } = usePanel();
  const { painted, contextBox } = version;
  const words = text.editor;
  return (
    <div class="editor-options">
      {picture.inputs.picture.isWindow === true ? <WindowMover /> : null}
      <ToolOptions picture={picture} />
      <MeasureField
        label={words.grow}
        value={Math.round(painted.growPx)}
        min={-512}
        max={512}
        slider={{ min: -64, max: 64 }}
        unit="px"
        onChange={actions.editor.grow}
        onSettled={actions.editor.endSeries}
      />
      <HoleField fillHolesPx={Math.round(painted.fillHolesPx)} />
      <SegmentedField
        label={words.context}
        value={contextBox === null ? state.settings.value.context : 'own'}
        options={contextChoices.map((value) => ({ value, text: words.contexts[value] }))}
        onChange={actions.editor.chooseContext}
      />
      <EditorLegend version={version} />
    </div>
  );
}

/** The brush's size and edge, or whether a shape adds or takes away. */
function ToolOptions({ picture }: { picture: EditorPicture }) {
  const { state, actions, text } = usePanel();
  const { tool, effect, sizePx, hardness } = state.editor.tooling.value;
  const { setTooling } = actions.editor;
  const words = text.editor;
  return (
    <div class="tool-options">
      {tool === 'brush' || tool === 'eraser' ? (
        <>
          <MeasureField
            label={words.size}
            value={sizePx}
            min={1}
            max={4096}
            slider={{ min: 1, max: Math.min(4096, Math.max(picture.size.width, picture.size.height)) }}
            unit="px"
            isLogarithmic
            onChange={(value) => setTooling({ sizePx: value })}
          />
          <MeasureField
            label={words.hardness}
            value={Math.round(hardness * 100)}
            min={0}
            max={100}
            unit="%"
            onChange={(value) => setTooling({ hardness: value / 100 })}
          />
        </>
      ) : (
        <SegmentedField
          label={words.effect}
          value={effect}
          options={effects.map((value) => ({ value, text: words.effects[value] }))}
          onChange={(value) => setTooling({ effect: value })}
        />
      )}
    </div>
  );
}

/** Small holes are filled or not; up to which size is kept while they are not. */
function HoleField({ fillHolesPx }: { fillHolesPx: number }) {
  const { actions, text } = usePanel();
  const kept = useRef(usualHolePx);
  if (fillHolesPx > 0) kept.current = fillHolesPx;
  const fill = (px: number) => {
    actions.editor.fillHoles(px);
    actions.editor.endSeries();
  };
  return (
    <div class="measure-field hole-field">
      <CheckField
        label={text.editor.fillHoles}
        isChecked={fillHolesPx > 0}
        onChange={(isChecked) => fill(isChecked ? kept.current : 0)}
      />
      <input
        class="input"
        type="number"
        aria-label={text.editor.holeSize}
        min={1}
        max={512}
        value={String(fillHolesPx > 0 ? fillHolesPx : kept.current)}
        onChange={(event) => {
          const number = Math.round(Number(event.currentTarget.value));
          const within = Number.isFinite(number) ? Math.min(512, Math.max(1, number)) : kept.current;
          event.currentTarget.value = String(within);
          fill(within);
        }}
      />
      <span class="unit" aria-hidden="true">
        px
      </span>
    </div>
  );
}
