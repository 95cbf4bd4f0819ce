import type { Endpoint } from '../../../protocol/envelope.ts';

/** A dedicated worker's wire to the page that started it. */
export function createWorkerEndpoint(scope: DedicatedWorkerGlobalScope): Endpoint {
  return {
    post: (message, transfer = []) => scope.postMessage(message, transfer.filter(isTransferable)),
    listen(onMessage) {
      scope.addEventListener('message', (event: MessageEvent<unknown>) => onMessage(event.data));
    },
  };
}

function isTransferable(value: unknown): value is Transferable {
  return value instanceof ArrayBuffer || value instanceof MessagePort;
}
