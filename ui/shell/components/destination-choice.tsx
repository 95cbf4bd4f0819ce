import { limits } from '../../../protocol/generation.ts';
import { placementsOf } from '../state/plan.ts';
import { type SizePreset, sizePresets } from '../text/text.ts';
import { NumberField } from './controls/number-field.tsx';
import { SegmentedField } from './controls/segmented-field.tsx';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

/** Where a generated picture goes: the size of a new frame, or fill against layer; nothing where there is no choice. */
export function DestinationChoice() {
  const { state, actions, text } = usePanel();
  const selection = state.selection.value;
  if (selection.kind === 'nothing') return <FrameSize />;
  if (selection.kind !== 'target' || state.plan.value.verb !== 'generate') return null;
  const possible = placementsOf(selection.target);
  if (possible.length < 2) return null;
  return (
    <SegmentedField
      label={text.placement.label}
      value={state.settings.value.placement}
      options={possible.map((value) => ({ value, text: text.placement[value] }))}
      onChange={(placement) => actions.settings.change({ placement })}
    />
  );
}

const presetNames = Object.keys(sizePresets) as SizePreset[];

function FrameSize() {
  const { state, actions, text } = usePanel();
  const { frameWidth, frameHeight } = state.settings.value;
  const preset = presetNames.find(
    (name) => sizePresets[name].width === frameWidth && sizePresets[name].height === frameHeight,
  );
  const options = [
    ...presetNames.map((value) => ({ value, text: text.size.presets[value] })),
    ...(preset === undefined ? [{ value: 'custom' as const, text: text.size.custom }] : []),
  ];
  return (
    <div class="row size-row">
      <SelectField
        label={text.size.label}
        value={preset ?? 'custom'}
        options={options}
        onChange={(value) => {
          if (value === 'custom') return;
          const { width, height } = sizePresets[value];
          actions.settings.change({ frameWidth: width, frameHeight: height });
        }}
      />
      <NumberField
        label={text.size.width}
        value={frameWidth}
        {...limits.sidePx}
        onChange={(width) => actions.settings.change({ frameWidth: width ?? frameWidth })}
      />
      <NumberField
        label={text.size.height}
        value={frameHeight}
        {...limits.sidePx}
        onChange={(height) => actions.settings.change({ frameHeight: height ?? frameHeight })}
      />
    </div>
  );
}
