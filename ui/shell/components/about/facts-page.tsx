import { engineVersion } from '../../../../protocol/engine-contract.ts';
import { describeDevice, describeWeights } from '../describe-device.ts';
import { usePanel } from '../panel-provider.tsx';

/** What is running: versions, the device that paints, and the model. */
export function FactsPage() {
  const { state, text } = usePanel();
  const words = text.about.facts;
  const engine = state.engine.value;
  const model = state.model.value;
  const isReady = engine.kind === 'ready';
  const weights = describeWeights(model, state.language.value, text);
  const rows = [
    [words.plugin, state.host.value?.pluginVersion ?? words.unknown],
    [words.engine, isReady ? engineVersion : text.engine[engine.kind]],
    [
      words.device,
      isReady ? describeDevice(engine.capabilities, state.settings.value.device, text) : words.unknown,
    ],
    [words.model, model === null ? words.unknown : [model.name, weights].filter(Boolean).join(', ')],
    [
      words.isolation,
      isReady ? (engine.capabilities.isCrossOriginIsolated ? words.yes : words.no) : words.unknown,
    ],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
