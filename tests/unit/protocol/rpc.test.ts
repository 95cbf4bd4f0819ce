import { describe, expect, test } from 'vitest';
import { connect } from '../../../protocol/client.ts';
import type { Envelope } from '../../../protocol/envelope.ts';
import { AppError } from '../../../protocol/errors.ts';
import { type Handlers, serve, withTransfer } from '../../../protocol/server.ts';
import { createWirePair, type FakeWire } from '../../fakes/wire-pair.ts';

type Kitchen = {
  requests: {
    double: { params: { n: number }; result: number };
    fail: { params: { code: 'target-gone' | 'none' }; result: undefined };
    count: { params: { to: number }; result: string; progress: number };
    wait: { params: undefined; result: string };
    ignoreCancel: { params: undefined; result: string };
    move: { params: undefined; result: Uint8Array };
    unclonable: { params: undefined; result: unknown };
  };
  events: { bell: { times: number } };
};

const settle = (ms = 20) => new Promise((done) => setTimeout(done, ms));

function open(options: { drainMs?: number; onDrainTimeout?: (method: string) => void } = {}) {
  const [near, far] = createWirePair();
  const released: Array<() => void> = [];
  const cancels: string[] = [];
  const lent = new Uint8Array(64).fill(7);
  const handlers: Handlers<Kitchen> = {
    double: ({ n }) => n * 2,
    fail: ({ code }) => {
      throw code === 'none' ? new TypeError('not ours') : new AppError(code, 'it went');
    },
    async count({ to }, { progress }) {
      for (let i = 1; i <= to; i++) progress(i);
      setTimeout(() => progress(99), 0);
      return 'counted';
    },
    wait: (_, { cancelled }) =>
      new Promise((resolve, reject) => {
        released.push(() => resolve('waited'));
        cancelled.onCancel(() => {
          cancels.push('wait');
          reject(new AppError('cancelled'));
        });
      }),
    ignoreCancel: () => new Promise((resolve) => released.push(() => resolve('late'))),
    move: () => withTransfer(lent, [lent.buffer]),
    unclonable: () => () => 'functions do not cross',
  };
  const server = serve<Kitchen>(far, handlers);
  const client = connect<Kitchen>(near, options);
  return { near, far, server, client, released, cancels, lent };
}

const lastWords = (wire: FakeWire) =>
  (wire.posted as Envelope[]).filter(({ kind }) => kind === 'result' || kind === 'failure');

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : `not an AppError: ${error}`),
  );

describe('a request', () => {
  test('is answered with its result', async () => {
    const { client } = open();
    expect(await Promise.all([client.call('double', { n: 4 }), client.call('double', { n: 5 })])).toEqual([
      8, 10,
    ]);
  });

  test('keeps code, detail and stack of a failure, and calls everything else internal', async () => {
    const { client } = open();
    const error = await client.call('fail', { code: 'target-gone' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'target-gone', message: 'it went' });
    expect((error as AppError).stack).toContain('rpc.test.ts');
    expect(await codeOf(client.call('fail', { code: 'none' }))).toBe('internal');
  });

  test('has exactly one last word, and progress only before it', async () => {
    const { client, far } = open();
    const heard: number[] = [];
    expect(await client.call('count', { to: 3 }, { onProgress: (n) => heard.push(n) })).toBe('counted');
    await settle();
    expect(heard).toEqual([1, 2, 3]);
    expect((far.posted as Envelope[]).map(({ kind }) => kind)).toEqual([
      'progress',
      'progress',
      'progress',
      'result',
    ]);
  });

  test('moves a result that is to be transferred', async () => {
    const { client, lent } = open();
    expect(await client.call('move')).toEqual(new Uint8Array(64).fill(7));
    expect(lent.byteLength).toBe(0);
  });

  test('whose result the wire refuses still gets its last word', async () => {
    const { client, far } = open();
    expect(await codeOf(client.call('unclonable'))).toBe('internal');
    expect(lastWords(far)).toHaveLength(1);
  });

  test('whose params the wire refuses fails and leaves the wire usable', async () => {
    const { client } = open();
    const wrong = { n: (() => 1) as unknown as number };
    expect(await codeOf(client.call('double', wrong))).toBe('bad-message');
    expect(await client.call('double', { n: 1 })).toBe(2);
  });

  test('that takes too long fails as timed-out and is cancelled over there', async () => {
    const { client, cancels } = open();
    expect(await codeOf(client.call('wait', undefined, { timeoutMs: 10 }))).toBe('timed-out');
    await settle();
    expect(cancels).toEqual(['wait']);
  });
});

describe('a cancel', () => {
  test('answers the caller before the server has said anything', async () => {
    const { client, far, released } = open();
    const abort = new AbortController();
    const call = codeOf(client.call('ignoreCancel', undefined, { signal: abort.signal }));
    await settle();
    abort.abort();
    expect(await call).toBe('cancelled');
    expect(lastWords(far)).toHaveLength(0);
    for (const release of released) release();
    await settle();
    expect(lastWords(far)).toHaveLength(1);
  });

  test('reaches the handler, which ends with its one last word', async () => {
    const { client, far, cancels } = open();
    const abort = new AbortController();
    const call = codeOf(client.call('wait', undefined, { signal: abort.signal }));
    await settle();
    abort.abort();
    expect(await call).toBe('cancelled');
    await settle();
    expect(cancels).toEqual(['wait']);
    expect(lastWords(far)).toEqual([expect.objectContaining({ kind: 'failure' })]);
  });

  test('lets no progress through any more', async () => {
    const { client, near } = open();
    const abort = new AbortController();
    const heard: number[] = [];
    const call = codeOf(
      client.call('count', { to: 0 }, { signal: abort.signal, onProgress: (n) => heard.push(n) }),
    );
    const [request] = near.posted as Envelope[];
    const id = request && 'id' in request ? request.id : -1;
    near.inject({ kind: 'progress', id, value: 1 });
    abort.abort();
    near.inject({ kind: 'progress', id, value: 2 });
    expect(await call).toBe('cancelled');
    expect(heard).toEqual([1]);
  });

  test('before the call sends nothing', async () => {
    const { client, near } = open();
    expect(await codeOf(client.call('wait', undefined, { signal: AbortSignal.abort() }))).toBe('cancelled');
    expect(near.posted).toEqual([]);
  });

  test('swallows the late answer and reserves the id until then', async () => {
    const { client, near, released } = open();
    const abort = new AbortController();
    const heard: unknown[] = [];
    const call = codeOf(client.call('ignoreCancel', undefined, { signal: abort.signal }));
    await settle();
    abort.abort();
    heard.push(await call);
    const next = await client.call('double', { n: 3 });
    for (const release of released) release();
    await settle();
    const ids = (near.posted as Envelope[])
      .filter(({ kind }) => kind === 'request')
      .map((sent) => 'id' in sent && sent.id);
    expect(new Set(ids).size).toBe(2);
    expect([heard, next]).toEqual([['cancelled'], 6]);
  });

  test('that a server ignores is reported to the owner, once', async () => {
    const ignored: string[] = [];
    const { client } = open({ drainMs: 30, onDrainTimeout: (method) => ignored.push(method) });
    const abort = new AbortController();
    const call = codeOf(client.call('ignoreCancel', undefined, { signal: abort.signal }));
    abort.abort();
    expect(await call).toBe('cancelled');
    expect(ignored).toEqual([]);
    await settle(80);
    expect(ignored).toEqual(['ignoreCancel']);
  });

  test('that a server obeys is not reported', async () => {
    const ignored: string[] = [];
    const { client } = open({ drainMs: 30, onDrainTimeout: (method) => ignored.push(method) });
    const abort = new AbortController();
    const call = codeOf(client.call('wait', undefined, { signal: abort.signal }));
    await settle();
    abort.abort();
    await call;
    await settle(80);
    expect(ignored).toEqual([]);
  });
});

describe('the end of a wire', () => {
  test('fails everything in flight, and every later call', async () => {
    const { client, near } = open();
    const calls = [codeOf(client.call('wait')), codeOf(client.call('ignoreCancel'))];
    await settle();
    near.die('the worker stopped');
    expect(await Promise.all(calls)).toEqual(['connection-lost', 'connection-lost']);
    expect(await codeOf(client.call('double', { n: 1 }))).toBe('connection-lost');
  });

  test('cancels what a server was doing and says nothing more', async () => {
    const { client, far, cancels } = open();
    void codeOf(client.call('wait'));
    await settle();
    far.die('the panel was closed');
    await settle();
    expect(cancels).toEqual(['wait']);
    expect(lastWords(far)).toEqual([]);
  });

  test('by the server tells every caller that is waiting', async () => {
    const { client, server, far, released } = open();
    const calls = [codeOf(client.call('wait')), codeOf(client.call('ignoreCancel'))];
    await settle();
    server.close('shutting down');
    expect(await Promise.all(calls)).toEqual(['connection-lost', 'connection-lost']);
    for (const release of released) release();
    await settle();
    expect(lastWords(far)).toHaveLength(2);
  });
});

describe('a message that is not well-formed', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'nothing'])(
    'asking for %s is answered unknown-method',
    async (method) => {
      const { near, far } = open();
      near.post({ kind: 'request', id: 1, method, params: {} });
      await settle();
      expect(lastWords(far)).toEqual([
        expect.objectContaining({ id: 1, error: expect.objectContaining({ code: 'unknown-method' }) }),
      ]);
    },
  );

  test('but has an id is answered bad-message', async () => {
    const { near, far } = open();
    near.post({ kind: 'request', id: 5, method: 12, params: {} });
    await settle();
    expect(lastWords(far)).toEqual([
      expect.objectContaining({ id: 5, error: expect.objectContaining({ code: 'bad-message' }) }),
    ]);
  });

  const junk: unknown[] = [
    null,
    undefined,
    0,
    '',
    'request',
    [],
    [{ kind: 'request' }],
    {},
    { kind: 'request' },
    { kind: 'request', id: -1, method: 'double' },
    { kind: 'request', id: 1.5, method: 'double' },
    { kind: 'result' },
    { kind: 'result', id: 'x' },
    { kind: 'result', id: 999 },
    { kind: 'failure', id: 999 },
    { kind: 'progress', id: 999, value: 1 },
    { kind: 'cancel', id: 999 },
    { kind: 'cancel' },
    { kind: 'event', name: 3 },
    { kind: 'event', name: '__proto__' },
    { kind: '__proto__', id: 1 },
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('hostile');
        },
      },
    ),
  ];
  test('is ignored by both sides and breaks neither', async () => {
    const { client, near, far } = open();
    for (const message of junk) {
      near.inject(message);
      far.inject(message);
    }
    expect(await client.call('double', { n: 21 })).toBe(42);
    expect(lastWords(far)).toHaveLength(1);
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
  });

  test('that fails a call without saying why still ends it', async () => {
    const { client, near } = open();
    const call = codeOf(client.call('wait'));
    const [request] = near.posted as Envelope[];
    near.inject({
      kind: 'failure',
      id: request && 'id' in request ? request.id : -1,
      error: { code: 'constructor' },
    });
    expect(await call).toBe('internal');
  });

  test('that repeats a running id does not disturb the first request', async () => {
    const { client, near, far, released } = open();
    const call = client.call('wait');
    await settle();
    near.post(near.posted[0]);
    await settle();
    expect(released).toHaveLength(1);
    released[0]?.();
    expect(await call).toBe('waited');
    await settle();
    expect(lastWords(far)).toHaveLength(1);
  });
});

describe('an event', () => {
  test('reaches every listener until it stops listening', async () => {
    const { client, server } = open();
    const heard: string[] = [];
    const stop = client.on('bell', ({ times }) => heard.push(`a${times}`));
    client.on('bell', ({ times }) => heard.push(`b${times}`));
    server.emit('bell', { times: 1 });
    await settle();
    stop();
    server.emit('bell', { times: 2 });
    await settle();
    expect(heard).toEqual(['a1', 'b1', 'b2']);
  });
});

test('a handler hands its own cancellation on to the next wire', async () => {
  const inner = open();
  const [near, far] = createWirePair();
  type Outer = { requests: { wait: Kitchen['requests']['wait'] }; events: Record<never, never> };
  serve<Outer>(far, {
    wait: (_, { cancelled }) => inner.client.call('wait', undefined, { signal: cancelled }),
  });
  const abort = new AbortController();
  const call = codeOf(connect<Outer>(near).call('wait', undefined, { signal: abort.signal }));
  await settle(30);
  abort.abort();
  expect(await call).toBe('cancelled');
  await settle(30);
  expect(inner.cancels).toEqual(['wait']);
});

test('wrong params, unknown methods and missing handlers do not compile', () => {
  const { client } = open();
  const typesOnly = () => {
    // @ts-expect-error the params of another request
    void client.call('double', { to: 3 });
    // @ts-expect-error params that are needed
    void client.call('double');
    // @ts-expect-error no such request
    void client.call('triple', { n: 3 });
    // @ts-expect-error no such event
    client.on('whistle', () => {});
    // @ts-expect-error the result is a number
    const wrong: Promise<string> = client.call('double', { n: 1 });
    // @ts-expect-error handlers that are missing
    serve<Kitchen>(createWirePair()[0], { double: () => 1 });
    return wrong;
  };
  expect(typesOnly).toBeTypeOf('function');
});
