import type { CancelToken, SignalLike } from './cancellation.ts';
import type { Client } from './client.ts';
import { type Capabilities, type EngineContract, engineVersion } from './engine-contract.ts';
import { AppError } from './errors.ts';

/** The engine's side of the handshake. Throws AppError('version-mismatch') for a panel of another version. */
export function agreeOnVersion(offered: string): { version: string } {
  if (offered !== engineVersion)
    throw new AppError('version-mismatch', `panel ${offered}, engine ${engineVersion}`);
  return { version: engineVersion };
}

/** The panel's first words to an engine; throws AppError('version-mismatch') when the two were not built together. */
export async function greetEngine(
  engine: Client<EngineContract>,
  options: { signal?: SignalLike | CancelToken; timeoutMs?: number } = {},
): Promise<Capabilities> {
  const { version, capabilities } = await engine.call('hello', { version: engineVersion }, options);
  if (version !== engineVersion)
    throw new AppError('version-mismatch', `panel ${engineVersion}, engine ${version}`);
  return capabilities;
}
