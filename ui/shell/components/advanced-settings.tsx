import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import { devices, limits, type SchedulerName, schedulerNames } from '../../../protocol/generation.ts';
import { isEraser } from '../state/choose-model.ts';
import { unusedFields } from '../state/prompt-reading.ts';
import { NumberField } from './controls/number-field.tsx';
import { SegmentedField } from './controls/segmented-field.tsx';
import { SelectField } from './controls/select-field.tsx';
import { TextArea } from './controls/text-area.tsx';
import { ModelChoice } from './model-choice.tsx';
import { usePanel } from './panel-provider.tsx';
import { ProvenanceSettings } from './provenance-settings.tsx';
import { RegionSettings } from './region-settings.tsx';

/** What most people leave alone, folded away. */
export function AdvancedSettings() {
  const { state, actions, text } = usePanel();
  const { isAdvancedOpen } = state.settings.value;
  return (
    <details
      class="advanced folded"
      open={isAdvancedOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open !== isAdvancedOpen) actions.settings.change({ isAdvancedOpen: open });
      }}
    >
      <summary>{text.advanced.label}</summary>
      <div class="advanced-body">
        <SamplingSettings />
        <RegionSettings />
        <MachineSettings />
        <ProvenanceSettings />
      </div>
    </details>
  );
}

/** What can run a model: a flow has samplers of its own, and a schedule of betas has all the others. */
function offerSchedulers(model: ModelInfo | null, chosen: SchedulerName | null): SchedulerName[] {
  const isFlow = model?.defaultScheduler === 'flow';
  return schedulerNames.filter((name) => name === chosen || (name === 'flow') === isFlow);
}

/** What steers a prompted model; nothing for an eraser. */
function SamplingSettings() {
  const { state, actions, text } = usePanel();
  const { negativePrompt, steps, guidance, scheduler } = state.settings.value;
  const model = state.model.value;
  if (model !== null && isEraser(model)) return null;
  const unused = unusedFields(model, guidance);
  return (
    <>
      <TextArea
        label={text.prompt.negativeLabel}
        placeholder={text.prompt.negativePlaceholder}
        rows={1}
        value={negativePrompt ?? ''}
        maxLength={limits.promptLength}
        onInput={(value) => actions.settings.change({ negativePrompt: value || null })}
        isOff={unused.negative !== null}
        hint={unused.negative && text.prompt.unusedNegative[unused.negative]}
      />
      <div class="row thirds">
        <NumberField
          label={text.advanced.steps}
          value={steps}
          {...limits.steps}
          placeholder={model === null ? '–' : String(model.defaultSteps)}
          onChange={(value) => actions.settings.change({ steps: value })}
        />
        <NumberField
          label={text.advanced.guidance}
          value={guidance}
          {...limits.guidance}
          step={0.5}
          placeholder={model === null ? '–' : String(model.defaultGuidance)}
          onChange={(value) => actions.settings.change({ guidance: value })}
          isOff={unused.guidance !== null}
          describedBy={unused.guidance === null ? undefined : 'guidance-unused'}
        />
        <SelectField
          label={text.advanced.scheduler}
          value={scheduler ?? 'default'}
          options={[
            { value: 'default', text: text.advanced.modelDefault },
            ...offerSchedulers(model, scheduler).map((value) => ({
              value,
              text: text.advanced.schedulers[value],
            })),
          ]}
          onChange={(value) => actions.settings.change({ scheduler: value === 'default' ? null : value })}
        />
      </div>
      {unused.guidance === null ? null : (
        <p class="hint" id="guidance-unused">
          {text.prompt.unusedGuidance}
        </p>
      )}
    </>
  );
}

function MachineSettings() {
  const { state, actions, text } = usePanel();
  const { device, checksSafety } = state.settings.value;
  return (
    <>
      <ModelChoice />
      <SelectField
        label={text.advanced.device}
        value={device}
        options={devices.map((value) => ({ value, text: text.advanced.devices[value] }))}
        onChange={(value) => actions.settings.change({ device: value })}
      />
      <SegmentedField
        label={text.advanced.safety}
        value={checksSafety ? 'on' : 'off'}
        options={(['off', 'on'] as const).map((value) => ({
          value,
          text: text.advanced.safetyChoices[value],
        }))}
        onChange={(value) => actions.settings.change({ checksSafety: value === 'on' })}
      />
    </>
  );
}
