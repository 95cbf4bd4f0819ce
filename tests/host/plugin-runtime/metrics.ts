import type { Clock } from './ports.ts';

/** One stay in QuickJS: from the host calling in until nothing is left to do there. */
export type SandboxStay = {
  readonly label: string;
  /** Milliseconds in QuickJS itself, without the host's work on its behalf. */
  readonly sandboxMs: number;
  readonly hostMs: number;
  /** Work done, in units of 10 000 calls and turns of loops: the same on every machine, however busy. */
  readonly work: number;
};

export type MessageRecord = { readonly direction: 'toPanel' | 'fromPanel'; readonly bytes: number };

const BLOCK_MS = 50;

/** Counts what a plugin costs the editor's thread: time in QuickJS, bytes copied in and out. */
export class RuntimeMetrics {
  readonly stays: SandboxStay[] = [];
  readonly messages: MessageRecord[] = [];
  /** Calls of the API by operation, `get_fills` and the like among them. */
  readonly calls = new Map<string, number>();
  bytesIn = 0;
  bytesOut = 0;
  totalSandboxMs = 0;
  totalWork = 0;

  #clock: Clock;
  #depth = 0;
  #hostMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Stays in QuickJS during which the editor could not draw a frame: more than 50 ms. */
  get blocks(): SandboxStay[] {
    return this.stays.filter((stay) => stay.sandboxMs > BLOCK_MS);
  }

  get longestStayMs(): number {
    return this.stays.reduce((longest, stay) => Math.max(longest, stay.sandboxMs), 0);
  }

  get largestMessageBytes(): number {
    return this.messages.reduce((largest, message) => Math.max(largest, message.bytes), 0);
  }

  measureSandbox<T>(label: string, work: () => T): T {
    const start = this.#clock.now();
    const hostBefore = this.#hostMs;
    const workBefore = this.totalWork;
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) {
        const hostMs = this.#hostMs - hostBefore;
        const sandboxMs = this.#clock.now() - start - hostMs;
        this.stays.push({ label, sandboxMs, hostMs, work: this.totalWork - workBefore });
        this.totalSandboxMs += sandboxMs;
      }
    }
  }

  /** QuickJS asks after every unit of work whether it shall go on. */
  countWork(): void {
    this.totalWork += 1;
  }

  measureHost<T>(operation: string, work: () => T): T {
    const start = this.#clock.now();
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    try {
      return work();
    } finally {
      this.#hostMs += this.#clock.now() - start;
    }
  }
}
