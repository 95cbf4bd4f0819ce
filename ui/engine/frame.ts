import { type EngineContract, engineVersion } from '../../protocol/engine-contract.ts';
import type { Server } from '../../protocol/server.ts';
import { isFramedByPanel } from './ancestors.ts';
import { catchDrops } from './catch-drops.ts';
import { createPortEndpoint, createWorkerEndpoint } from './endpoints.ts';
import { keepOffline } from './keep-offline.ts';
import { refusePanel, servePanel } from './serve-panel.ts';
import { createWorkerLine } from './worker-line.ts';

/** Origins of the pages below which the engine answers, set by the build. */
declare const __ALLOWED_TOPS__: readonly string[];

/** The worker's file beside this page, whose name changes with its content; set by the build. */
declare const __WORKER_FILE__: string;

const panels = new Set<Server<EngineContract>>();

const line = createWorkerLine({
  spawn() {
    const worker = new Worker(new URL(__WORKER_FILE__, location.href), { type: 'module' });
    return { endpoint: createWorkerEndpoint(worker), terminate: () => worker.terminate() };
  },
  onDeviceLost(reason) {
    for (const panel of panels) panel.emit('deviceLost', { reason });
  },
  onShelfChanged(shelf) {
    for (const panel of panels) panel.emit('shelfChanged', { shelf });
  },
});

function readAncestors(): string[] | null {
  // Firefox has no such list.
  const origins: DOMStringList | undefined = location.ancestorOrigins;
  return origins === undefined ? null : [...origins];
}

/** The one message that this window listens to: a panel's greeting with its end of a MessageChannel. */
function isGreeting(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'underpaint' in data && data.underpaint === 'connect';
}

let isKeeping = false;

/** Once a panel has come: what it needs first must not wait for what a later start may need. */
function keepOnce(): void {
  if (isKeeping) return;
  isKeeping = true;
  const hello = () => line.open().call('hello', { version: engineVersion });
  void keepOffline(location.href, async () => (await hello()).capabilities);
}

addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== parent || window === parent || !isGreeting(event.data)) return;
  // A port can be transferred only once, so each one is answered at most once.
  const [port] = event.ports;
  if (port === undefined) return;
  const isAllowed = event.origin === 'null' && isFramedByPanel(readAncestors(), __ALLOWED_TOPS__);
  const endpoint = createPortEndpoint(port);
  if (!isAllowed) {
    refusePanel(endpoint);
    return;
  }
  const panel = servePanel(endpoint, line, () => panels.delete(panel));
  panels.add(panel);
  keepOnce();
});

catchDrops(window, {
  onLeave() {
    for (const panel of panels) panel.emit('dragLeft', undefined);
  },
  onDrop(dropped) {
    for (const panel of panels) panel.emit('dropped', dropped);
  },
});

addEventListener('pagehide', () => {
  for (const panel of panels) panel.close('the engine page ended');
  panels.clear();
  line.close('the engine page ended');
});
