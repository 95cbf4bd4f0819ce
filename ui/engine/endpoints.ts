import type { Endpoint } from '../../protocol/envelope.ts';

/** The engine page's end of the wire to its panel. */
export function createPortEndpoint(port: MessagePort): Endpoint {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer.filter(isTransferable)),
    listen(onMessage) {
      // Setting the handler starts the port.
      port.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data);
    },
    onClose(onClosed) {
      port.addEventListener('close', () => onClosed('the panel is gone'));
    },
  };
}

/** The engine page's end of the wire to its worker, which also ends when the worker fails to load or throws. */
export function createWorkerEndpoint(worker: Worker): Endpoint {
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer.filter(isTransferable)),
    listen(onMessage) {
      worker.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data);
    },
    onClose(onClosed) {
      worker.onerror = (event) => onClosed(`the worker failed: ${event.message ?? 'it did not load'}`);
      worker.onmessageerror = () => onClosed('the worker sent what cannot be read');
    },
  };
}

function isTransferable(value: unknown): value is Transferable {
  return value instanceof ArrayBuffer || value instanceof MessagePort;
}
