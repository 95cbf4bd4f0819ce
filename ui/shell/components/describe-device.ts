import type { Capabilities, ModelInfo } from '../../../protocol/engine-contract.ts';
import type { Settings } from '../state/settings.ts';
import { formatBytes } from '../text/format.ts';
import type { Language } from '../text/language.ts';
import type { Text } from '../text/text.ts';

/** What paints on this machine with this choice. */
export function describeDevice(capabilities: Capabilities, device: Settings['device'], text: Text): string {
  const usesWebgpu = device === 'webgpu' || (device === 'auto' && capabilities.webgpu === 'hardware');
  return usesWebgpu ? text.engine.webgpu(capabilities.adapterName) : text.engine.wasm(capabilities.threads);
}

/** What the model's weights take; empty where that is not known. */
export function describeWeights(model: ModelInfo | null, language: Language, text: Text): string {
  return model?.weightBytes === undefined ? '' : text.about.weights(formatBytes(model.weightBytes, language));
}
