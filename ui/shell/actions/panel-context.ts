import type { EngineClient } from '../clients/engine-client.ts';
import type { HostClient } from '../clients/host-client.ts';
import type { PanelState } from '../state/panel-state.ts';
import type { OfferedFile } from './offer-file.ts';

/** What every action works with; made once in the composition root, and anew by every test. */
export type PanelContext = {
  state: PanelState;
  host: HostClient;
  /** Known once the host has told the engine's address. Rejects where the host never answered. */
  engine: () => Promise<EngineClient>;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
  /** A fresh seed, 0 to 2^32 - 1. */
  rollSeed: () => number;
  /** Gives a file to the person; the browser's download where it is left out. */
  offerFile?: (file: OfferedFile) => void;
};
