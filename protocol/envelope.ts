import type { WireError } from './errors.ts';

/**
 * The six messages of every wire. The law: a request gets exactly one last word (`result` or `failure`),
 * `progress` comes only before it, and a `cancel` is answered by the server's last word like any other end.
 */
export type Envelope =
  | { kind: 'request'; id: number; method: string; params: unknown }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'failure'; id: number; error: WireError }
  | { kind: 'progress'; id: number; value: unknown }
  | { kind: 'cancel'; id: number }
  | { kind: 'event'; name: string; payload: unknown };

/** The seam between the protocol and a room's way of posting messages. */
export type Endpoint = {
  /** Posts one message; `transfer` is ignored by wires that copy. Throws where the wire cannot carry it. */
  post(message: unknown, transfer?: readonly unknown[]): void;
  /** Registers the one listener for raw incoming messages. */
  listen(onMessage: (message: unknown) => void): void;
  /** Registers the one listener for the end of the wire, where the wire can tell. */
  onClose?(onClosed: (reason: string) => void): void;
};
