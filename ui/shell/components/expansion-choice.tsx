import { growthSides, ratioNames } from '../state/expansion.ts';
import { SegmentedField } from './controls/segmented-field.tsx';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

const ways = ['sides', 'ratio', 'zoom'] as const;
const percents = [25, 50, 100] as const;
const zooms = [1.5, 2] as const;

/** How far a picture goes on beyond its edges; nothing for other tasks. */
export function ExpansionChoice() {
  const { state, text } = usePanel();
  const selection = state.selection.value;
  if (state.verb.value !== 'expand' || selection.kind !== 'target') return null;
  const { isExpandable } = selection.target;
  const isPaddingKept = state.region.isPaddingKept.value;
  return (
    <fieldset class="field expansion" aria-label={text.verbs.expand}>
      {isExpandable && !isPaddingKept ? <FrameChoice /> : null}
      {isExpandable && !isPaddingKept && !state.settings.value.growsBeyondFrame ? null : <Growth />}
    </fieldset>
  );
}

function FrameChoice() {
  const { state, actions, text } = usePanel();
  return (
    <SegmentedField
      label={text.expansion.area}
      value={state.settings.value.growsBeyondFrame ? 'beyond' : 'empty'}
      options={(['empty', 'beyond'] as const).map((value) => ({ value, text: text.expansion[value] }))}
      onChange={(value) => actions.settings.change({ growsBeyondFrame: value === 'beyond' })}
    />
  );
}

function Growth() {
  const { state, actions, text } = usePanel();
  const { growBy } = state.settings.value;
  // A reopened result may have any padding, which no control shows: it stays until another way is chosen.
  const isKept = state.region.isPaddingKept.value;
  const offered = isKept ? (['kept', ...ways] as const) : ways;
  return (
    <div class="row halves">
      <SelectField
        label={text.expansion.by}
        value={isKept ? 'kept' : growBy}
        options={offered.map((value) => ({ value, text: text.expansion.ways[value] }))}
        onChange={(value) => {
          if (value === 'kept') return;
          state.region.dropKeptPadding();
          actions.settings.change({ growBy: value, growsBeyondFrame: true });
        }}
      />
      {isKept ? null : growBy === 'sides' ? <Sides /> : growBy === 'ratio' ? <Ratio /> : <Zoom />}
    </div>
  );
}

function Sides() {
  const { state, actions, text } = usePanel();
  const { growSides, growPercent } = state.settings.value;
  return (
    <>
      <SelectField
        label={text.expansion.side}
        value={growSides}
        options={growthSides.map((value) => ({ value, text: text.expansion.sides[value] }))}
        onChange={(value) => actions.settings.change({ growSides: value })}
      />
      <div class="whole-row">
        <SegmentedField
          label={text.expansion.amount}
          value={`${growPercent}`}
          options={percents.map((value) => ({ value: `${value}`, text: `${value} %` }))}
          onChange={(value) => {
            const chosen = percents.find((percent) => `${percent}` === value);
            if (chosen !== undefined) actions.settings.change({ growPercent: chosen });
          }}
        />
      </div>
    </>
  );
}

function Ratio() {
  const { state, actions, text } = usePanel();
  return (
    <SelectField
      label={text.expansion.ratio}
      value={state.settings.value.growRatio}
      options={ratioNames.map((value) => ({ value, text: value }))}
      onChange={(value) => actions.settings.change({ growRatio: value })}
    />
  );
}

function Zoom() {
  const { state, actions, text } = usePanel();
  const language = state.language.value;
  return (
    <SegmentedField
      label={text.expansion.zoom}
      value={`${state.settings.value.growZoom}`}
      options={zooms.map((value) => ({ value: `${value}`, text: `${value.toLocaleString(language)}×` }))}
      onChange={(value) => {
        const chosen = zooms.find((zoom) => `${zoom}` === value);
        if (chosen !== undefined) actions.settings.change({ growZoom: chosen });
      }}
    />
  );
}
