import { limits } from '../../../protocol/generation.ts';
import { isEraser } from '../state/choose-model.ts';
import { IconButton } from './controls/icon-button.tsx';
import { DiceIcon, LockIcon } from './controls/icons.tsx';
import { NumberField } from './controls/number-field.tsx';
import { SegmentedField } from './controls/segmented-field.tsx';
import { usePanel } from './panel-provider.tsx';

const counts = ['1', '2', '3', '4'] as const;

/** How many pictures, and from which seed; nothing for an eraser, which has one answer. */
export function RunSettings() {
  const { state, actions, text } = usePanel();
  const { count, seed, isSeedLocked } = state.settings.value;
  if (state.model.value !== null && isEraser(state.model.value)) return null;
  return (
    <div class="row run-settings">
      <SegmentedField
        label={text.count.label}
        value={counts[count - 1] ?? '1'}
        options={counts.map((value) => ({ value, text: value }))}
        onChange={(value) => actions.settings.change({ count: Number(value) })}
      />
      <div class="seed">
        <NumberField
          label={text.seed.label}
          value={seed}
          min={0}
          max={limits.seedMax}
          onChange={(typed) => actions.settings.change({ seed: typed ?? seed, isSeedLocked: true })}
        />
        <IconButton label={text.seed.dice} onClick={actions.rollSeed}>
          <DiceIcon />
        </IconButton>
        <IconButton
          label={isSeedLocked ? text.seed.unlock : text.seed.lock}
          isPressed={isSeedLocked}
          onClick={() => actions.settings.change({ isSeedLocked: !isSeedLocked })}
        >
          <LockIcon isLocked={isSeedLocked} />
        </IconButton>
      </div>
    </div>
  );
}
