import type { EngineStatus } from '../state/panel-state.ts';
import type { Settings } from '../state/settings.ts';
import { formatBytes } from '../text/format.ts';
import { languages } from '../text/language.ts';
import { type Text, textFor } from '../text/text.ts';
import { AboutButton } from './about/about-button.tsx';
import { CompactToggle } from './compact-toggle.tsx';
import { SelectField } from './controls/select-field.tsx';
import { describeDevice, describeWeights } from './describe-device.ts';
import { HistoryButton } from './history/history-button.tsx';
import { usePanel } from './panel-provider.tsx';

/** Which machine paints and what it has in memory for that, how much of the panel is shown, and its language. */
export function StatusLine() {
  const { state, actions, text } = usePanel();
  const { language, device } = state.settings.value;
  const engine = state.engine.value;
  const weights = describeWeights(state.model.value, state.language.value, text);
  const { weightBytes } = state.model.value ?? {};
  const said = describeEngine(engine, device, weights, text);
  const size = weightBytes === undefined ? '' : formatBytes(weightBytes, state.language.value);
  return (
    <div class="status-line">
      <span class={`status-dot ${engine.kind}`} aria-hidden="true" />
      <span class="status-text" role="status" title={said}>
        {describeEngine(engine, device, size, text)}
      </span>
      <HistoryButton />
      <AboutButton />
      <CompactToggle />
      <SelectField<Settings['language']>
        label={text.advanced.language}
        isLabelHidden
        value={language}
        options={[
          { value: 'auto', text: text.advanced.languageAuto },
          ...languages.map((value) => ({ value, text: textFor(value).languageName })),
        ]}
        onChange={(value) => actions.settings.change({ language: value })}
      />
    </div>
  );
}

function describeEngine(
  engine: EngineStatus,
  device: Settings['device'],
  weights: string,
  text: Text,
): string {
  if (engine.kind !== 'ready') return text.engine[engine.kind];
  const paints = describeDevice(engine.capabilities, device, text);
  return weights === '' ? paints : `${paints} · ${weights}`;
}
