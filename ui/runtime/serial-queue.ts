import { type CancelSignal, throwIfCancelled } from '../diffusion/diffusion-error.ts';

/** Runs tasks strictly one after another. */
export type SerialQueue = {
  /** Waits its turn, then runs. A task that fails does not harm the next; one cancelled while waiting never starts. */
  enqueue<T>(task: () => Promise<T>, signal?: CancelSignal): Promise<T>;
};

/** Lets the event loop take one message: without it a worker deep in onnxruntime would never hear a cancel. */
function takeBreath(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/**
 * The one line in which all calls to a copy of onnxruntime wait: overlapping calls corrupt its memory so that every
 * later one fails.
 */
export function createSerialQueue(): SerialQueue {
  let tail: Promise<void> = Promise.resolve();

  function enqueue<T>(task: () => Promise<T>, signal?: CancelSignal): Promise<T> {
    const turn = tail.then(async () => {
      throwIfCancelled(signal);
      return await task();
    });
    tail = turn.then(takeBreath, takeBreath);
    return turn;
  }

  return { enqueue };
}
