import type { EngineStatus } from '../state/panel-state.ts';
import type { Settings } from '../state/settings.ts';
import { languages } from '../text/language.ts';
import { type Text, textFor } from '../text/text.ts';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

/** Which machine paints, and the panel's language. */
export function StatusLine() {
  const { state, actions, text } = usePanel();
  const { language, device } = state.settings.value;
  const engine = state.engine.value;
  return (
    <div class="status-line">
      <span class={`status-dot ${engine.kind}`} aria-hidden="true" />
      <span class="status-text" role="status">
        {describeEngine(engine, device, text)}
      </span>
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

function describeEngine(engine: EngineStatus, device: Settings['device'], text: Text): string {
  if (engine.kind !== 'ready') return text.engine[engine.kind];
  const { capabilities } = engine;
  const usesWebgpu = device === 'webgpu' || (device === 'auto' && capabilities.webgpu === 'hardware');
  return usesWebgpu ? text.engine.webgpu(capabilities.adapterName) : text.engine.wasm(capabilities.threads);
}
