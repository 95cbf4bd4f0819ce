import { engineVersion } from '../../../protocol/engine-contract.ts';
import type { Endpoint } from '../../../protocol/envelope.ts';
import { AppError } from '../../../protocol/errors.ts';

/** A framed engine page: a wire to it, and a way to take it down. */
export type EngineFrame = { endpoint: Endpoint; remove(): void };

/** Opens an engine page; rejects with `engine-unreachable`, or with `cancelled` when the signal fires. */
export type OpenEngineFrame = (engineUrl: string, signal: AbortSignal) => Promise<EngineFrame>;

/** What the framed page may use beyond its own origin: threads, and a model server on this machine. */
const permissions = 'cross-origin-isolated; local-network-access *; loopback-network *';

/**
 * Frames the engine page, out of sight, and hands it one end of a MessageChannel once it has loaded. A browser's own
 * error page loads as well but has another origin, so it never gets the port; the caller's greeting tells.
 */
export function createEngineFrameOpener(panel: Document): OpenEngineFrame {
  return async (engineUrl, signal) => {
    const page = pageAddress(engineUrl);
    const frame = panel.createElement('iframe');
    frame.className = 'engine-frame';
    frame.title = 'Underpaint engine';
    frame.tabIndex = -1;
    frame.setAttribute('aria-hidden', 'true');
    frame.setAttribute('allow', permissions);
    frame.src = page.href;
    try {
      await waitForLoad(frame, panel.body, signal);
    } catch (thrown) {
      frame.remove();
      throw thrown;
    }
    const { port1, port2 } = new MessageChannel();
    frame.contentWindow?.postMessage({ underpaint: 'connect', version: engineVersion }, page.origin, [port2]);
    return {
      endpoint: createFrameEndpoint(port1, frame),
      remove() {
        port1.close();
        frame.remove();
      },
    };
  };
}

/** The page at an address that names one (a build's own, for good), or the one in a folder, which may change. */
function pageAddress(engineUrl: string): URL {
  try {
    if (engineUrl.endsWith('.html')) return new URL(engineUrl);
    return new URL('index.html', engineUrl.endsWith('/') ? engineUrl : `${engineUrl}/`);
  } catch {
    throw new AppError('engine-unreachable', `not an address: ${engineUrl}`);
  }
}

function waitForLoad(frame: HTMLIFrameElement, parent: HTMLElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new AppError('cancelled'));
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    frame.addEventListener('load', () => resolve(), { once: true });
    frame.addEventListener(
      'error',
      () => reject(new AppError('engine-unreachable', 'the page did not load')),
      {
        once: true,
      },
    );
    parent.append(frame);
  });
}

function createFrameEndpoint(port: MessagePort, frame: HTMLIFrameElement): Endpoint {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer.filter(isTransferable)),
    listen(onMessage) {
      port.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data);
    },
    onClose(onClosed) {
      // Chromium tells since 122 when the other end is gone; a second load means that the page was replaced.
      port.addEventListener('close', () => onClosed('the engine page ended'));
      frame.addEventListener('load', () => onClosed('the engine page was loaded anew'));
    },
  };
}

function isTransferable(value: unknown): value is Transferable {
  return value instanceof ArrayBuffer || value instanceof MessagePort;
}
