import { Transform } from 'node:stream';

export const faultKinds = ['cut', 'stall', 'corrupt', 'slow', 'status'];

/**
 * The faults that the server is told to show. A rule is
 * `{ path, kind, atByte?, status?, bytesPerSecond?, times?, after? }`: `path` is a part of the URL's path, `times` how
 * often the fault shows (default: until removed), `after` how many matching requests pass unharmed before.
 * `cut` closes the connection after `atByte` bytes, `stall` sends no more after them, `corrupt` changes the byte at
 * `atByte` and goes on, `slow` sends `bytesPerSecond`, `status` answers with `status` (default 404).
 */
export class Faults {
  #rules = new Map();
  #stalled = new Set();
  #nextId = 1;

  /** Adds a rule and returns its id; throws a sentence for a rule that makes no sense. */
  add(rule) {
    if (typeof rule.path !== 'string' || rule.path === '')
      throw new Error('A fault needs a path: a part of the URL.');
    if (!faultKinds.includes(rule.kind))
      throw new Error(`A fault is one of ${faultKinds.join(', ')}, not ${String(rule.kind)}.`);
    const id = this.#nextId++;
    this.#rules.set(id, { times: Infinity, after: 0, atByte: 0, status: 404, ...rule });
    return id;
  }

  remove(id) {
    this.#rules.delete(id);
  }

  /** Forgets every rule and ends the connections that were left stalling. */
  clear() {
    this.#rules.clear();
    for (const socket of this.#stalled) socket.destroy();
    this.#stalled.clear();
  }

  /** The rule that this request meets, counted as shown; null for none. */
  take(urlPath) {
    for (const rule of this.#rules.values()) {
      if (!urlPath.includes(rule.path) || rule.times <= 0) continue;
      if (rule.after > 0) {
        rule.after -= 1;
        continue;
      }
      rule.times -= 1;
      return rule;
    }
    return null;
  }

  /** Sends `stream` as the rule says. */
  pipe(rule, stream, response) {
    const socket = response.socket;
    if (rule.kind === 'stall' && socket) {
      this.#stalled.add(socket);
      socket.once('close', () => this.#stalled.delete(socket));
    }
    response.flushHeaders();
    stream.pipe(harm(rule, socket)).pipe(response);
  }
}

/** A stream that carries bytes through until the rule's byte and then does what the rule says. */
function harm(rule, socket) {
  let sent = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      const room = rule.atByte - sent;
      sent += chunk.length;
      if (rule.kind === 'slow') {
        setTimeout(() => done(null, chunk), (chunk.length / (rule.bytesPerSecond ?? 65536)) * 1000);
      } else if (rule.kind === 'corrupt') {
        if (room >= 0 && room < chunk.length) {
          const changed = Buffer.from(chunk);
          changed[room] ^= 0xff;
          done(null, changed);
        } else done(null, chunk);
      } else if (room > chunk.length) {
        done(null, chunk);
      } else {
        if (room > 0) this.push(chunk.subarray(0, room));
        // `stall` never calls done: the response stays open and silent until the peer gives up.
        if (rule.kind === 'cut') setTimeout(() => socket?.destroy(), 20);
      }
    },
  });
}
