import type { Endpoint } from '../../protocol/envelope.ts';

export type FakeWire = Endpoint & {
  /** Everything posted from this end, as it was posted. */
  posted: unknown[];
  /** Ends the wire as this end would see it when its peer dies. */
  die(reason: string): void;
  /** Delivers a raw message to this end's listener, as a hostile or broken peer could. */
  inject(message: unknown): void;
};

/** Two joined ends that deliver clones in order and later, the way postMessage does. */
export function createWirePair(): [FakeWire, FakeWire] {
  const left = createEnd(() => right);
  const right = createEnd(() => left);
  return [left, right];
}

function createEnd(peer: () => FakeWire): FakeWire {
  let onMessage: (message: unknown) => void = () => {};
  let onClosed: (reason: string) => void = () => {};
  const posted: unknown[] = [];
  return {
    posted,
    post(message, transfer = []) {
      const clone: unknown = structuredClone(message, { transfer: [...transfer] as ArrayBuffer[] });
      posted.push(structuredClone(clone));
      setTimeout(() => peer().inject(clone), 0);
    },
    listen(listener) {
      onMessage = listener;
    },
    onClose(listener) {
      onClosed = listener;
    },
    die: (reason) => onClosed(reason),
    inject: (message) => onMessage(message),
  };
}
