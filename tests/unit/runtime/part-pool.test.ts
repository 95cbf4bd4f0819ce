import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { limitWeights } from '../../../ui/runtime/memory-limits.ts';
import { createPartPool, type PooledPart } from '../../../ui/runtime/part-pool.ts';

const mebibyte = 2 ** 20;

/** A clock that stands still until it is told to go on. */
function createClock() {
  let now = 0;
  const calls = new Map<() => void, number>();
  return {
    after(ms: number, call: () => void) {
      calls.set(call, now + ms);
      return () => void calls.delete(call);
    },
    pass(ms: number) {
      now += ms;
      for (const [call, at] of [...calls]) {
        if (at > now) continue;
        calls.delete(call);
        call();
      }
    },
    waiting: () => calls.size,
  };
}

/** A pool whose parts write down when they are loaded and let go. */
function createRig(budgetMebibytes: number, freesTogether = false) {
  const clock = createClock();
  const log: string[] = [];
  const live = new Set<string>();
  const failures = new Map<string, DiffusionError>();
  const pool = createPartPool({
    budgetBytes: budgetMebibytes * mebibyte,
    freesTogether,
    idleMs: 1000,
    after: clock.after,
  });

  function add(name: string, size: number, pack: object): PooledPart<{ release(): Promise<void> }> {
    return pool.add({
      pack,
      bytes: size * mebibyte,
      async open() {
        const failure = failures.get(name);
        failures.delete(name);
        if (failure !== undefined) throw failure;
        log.push(`+${name}`);
        live.add(name);
        return {
          async release() {
            log.push(`-${name}`);
            live.delete(name);
          },
        };
      },
    });
  }
  const use = async (part: ReturnType<typeof add>, name: string) =>
    part.use(async () => {
      expect(live).toContain(name);
      log.push(name);
    });
  return { pool, add, use, log, live, failures, clock };
}

/** Three parts as a picture uses them. */
function addPack(rig: ReturnType<typeof createRig>) {
  const pack = {};
  const parts = { text: 40, unet: 100, decoder: 20 } as const;
  const added = Object.entries(parts).map(([name, size]) => [name, rig.add(name, size, pack)] as const);
  return {
    async paint(): Promise<void> {
      for (const [name, part] of added) await rig.use(part, name);
    },
    close: async () => {
      for (const [, part] of added) await part.close();
    },
  };
}

describe('parts that fit together', () => {
  it('are loaded once and stay', async () => {
    const rig = createRig(160);
    const { paint } = addPack(rig);
    await paint();
    await paint();
    expect(rig.log).toEqual([
      '+text',
      'text',
      '+unet',
      'unet',
      '+decoder',
      'decoder',
      'text',
      'unet',
      'decoder',
    ]);
  });

  it('know beforehand whether they do', () => {
    const rig = createRig(100);
    expect(rig.add('unet', 100, {}).hasRoom()).toBe(true);
    expect(rig.add('unet', 101, {}).hasRoom()).toBe(false);
  });
});

describe('parts that do not', () => {
  it('make room in the order of their use, and never more of it than is needed', async () => {
    const rig = createRig(120);
    const { paint } = addPack(rig);
    await paint();
    expect(rig.log).toEqual(['+text', 'text', '-text', '+unet', 'unet', '+decoder', 'decoder']);
    rig.log.length = 0;
    await paint();
    expect(rig.log).toEqual([
      '-unet',
      '+text',
      'text',
      '-decoder',
      '-text',
      '+unet',
      'unet',
      '+decoder',
      'decoder',
    ]);
  });

  it('are tried alone where one is larger than the budget', async () => {
    const rig = createRig(50);
    const { paint } = addPack(rig);
    await paint();
    expect(rig.log).toEqual(['+text', 'text', '-text', '+unet', 'unet', '-unet', '+decoder', 'decoder']);
  });

  it('make room for those of another pack', async () => {
    const rig = createRig(170);
    await addPack(rig).paint();
    const other = rig.add('other', 100, {});
    expect(other.hasRoom()).toBe(true);
    await rig.use(other, 'other');
    expect([...rig.live]).toEqual(['decoder', 'other']);
  });
});

describe('a device that is full', () => {
  const full = () => new DiffusionError('out-of-memory', 'full');

  it('is asked again when the others are gone', async () => {
    const rig = createRig(1000);
    const { paint } = addPack(rig);
    rig.failures.set('decoder', full());
    await paint();
    expect(rig.log).toEqual(['+text', 'text', '+unet', 'unet', '-text', '-unet', '+decoder', 'decoder']);
  });

  it('is asked again for a run too, once', async () => {
    const rig = createRig(1000);
    await addPack(rig).paint();
    const last = rig.add('last', 1, {});
    let tries = 0;
    const running = last.use(async () => {
      tries++;
      throw full();
    });
    await expect(running).rejects.toMatchObject({ reason: 'out-of-memory' });
    expect(tries).toBe(2);
    expect([...rig.live]).toEqual(['last']);
  });

  it('is not asked again where nothing else was on it, nor after another failure', async () => {
    const rig = createRig(1000);
    const only = rig.add('only', 1, {});
    rig.failures.set('only', full());
    await expect(rig.use(only, 'only')).rejects.toMatchObject({ reason: 'out-of-memory' });
    await addPack(rig).paint();
    rig.failures.set('only', new DiffusionError('model-broken', 'broken'));
    await expect(rig.use(only, 'only')).rejects.toMatchObject({ reason: 'model-broken' });
    expect([...rig.live]).toEqual(['text', 'unet', 'decoder']);
  });
});

describe('a pack that nobody uses', () => {
  const settle = (rig: ReturnType<typeof createRig>) =>
    rig.pool.add({ pack: {}, bytes: 0, open: async () => ({ release: async () => {} }) }).use(async () => {});

  it('is let go after a while, and loaded again when it is used', async () => {
    const rig = createRig(1000);
    const { paint } = addPack(rig);
    await paint();
    rig.clock.pass(999);
    await settle(rig);
    expect(rig.live.size).toBe(3);
    rig.clock.pass(1000);
    await settle(rig);
    expect(rig.live.size).toBe(0);
    await paint();
    expect(rig.live.size).toBe(3);
  });

  it('stays while it is small', async () => {
    const rig = createRig(1000);
    const small = rig.add('small', 60, {});
    await rig.use(small, 'small');
    expect(rig.clock.waiting()).toBe(0);
    await addPack(rig).paint();
    rig.clock.pass(1000);
    await settle(rig);
    expect([...rig.live]).toEqual(['small']);
  });

  it('is not let go while it paints, however long that takes', async () => {
    const rig = createRig(1000);
    const { paint } = addPack(rig);
    await paint();
    const slow = rig.add('slow', 100, {});
    await slow.use(async () => rig.clock.pass(10_000));
    await settle(rig);
    expect(rig.live.size).toBe(4);
  });
});

describe('letting go', () => {
  it('of everything waits for what runs, and what comes after is loaded again', async () => {
    const rig = createRig(1000);
    const { paint } = addPack(rig);
    const painting = paint();
    const releasing = rig.pool.releaseAll();
    await painting;
    await releasing;
    await rig.pool.releaseAll();
    expect(rig.live.size).toBe(0);
    await paint();
    expect(rig.live.size).toBe(3);
  });

  it('of one pack is for good', async () => {
    const rig = createRig(1000);
    const { paint, close } = addPack(rig);
    await paint();
    await close();
    expect(rig.live.size).toBe(0);
    expect(rig.clock.waiting()).toBe(0);
    await expect(paint()).rejects.toMatchObject({ reason: 'model-missing' });
  });
});

describe('a device that gives back nothing before everything', () => {
  it('is emptied where room is needed', async () => {
    const rig = createRig(140, true);
    const { paint } = addPack(rig);
    await paint();
    expect(rig.log.join(' ')).toBe('+text text +unet unet -text -unet +decoder decoder');
    rig.log.length = 0;
    await paint();
    expect(rig.log.join(' ')).toBe('+text text -decoder -text +unet unet +decoder decoder');
  });

  it('is emptied of other packs too where one is closed or let go', async () => {
    const rig = createRig(1000, true);
    const { close, paint } = addPack(rig);
    const small = rig.add('small', 10, {});
    await paint();
    await rig.use(small, 'small');
    await close();
    expect(rig.live.size).toBe(0);
    await rig.use(small, 'small');
    await addPack(rig).paint();
    rig.clock.pass(1000);
    await rig.pool.releaseAll();
    expect(rig.live.size).toBe(0);
    // Closing what is not loaded takes nothing from anybody.
    await rig.use(small, 'small');
    await close();
    expect([...rig.live]).toEqual(['small']);
  });

  it('is asked again when it is empty', async () => {
    const rig = createRig(1000, true);
    await addPack(rig).paint();
    const last = rig.add('last', 1, {});
    let tries = 0;
    await last.use(async () => {
      if (++tries === 1) throw new DiffusionError('out-of-memory', 'full');
    });
    expect(tries).toBe(2);
    expect(rig.log.slice(-5).join(' ')).toBe('-text -unet -decoder -last +last');
  });
});

describe('the weights that a device may hold', () => {
  const gibibyte = 2 ** 30;
  const gpu = (maxBufferSize: number) => ({ maxBufferSize });

  it.each([
    ['WASM, whatever the machine', null, 8, 2],
    ['a GPU with small buffers', gpu(2 ** 28), 8, 1.5],
    ['a small machine', gpu(4 * gibibyte), 4, 2],
    ['a middling GPU', gpu(gibibyte), 8, 3],
    ['a large one', gpu(2 * gibibyte), 8, 6],
    ['a large one of a browser that does not tell', gpu(4 * gibibyte), null, 6],
  ])('on %s', (_, limits, machineGibibytes, expected) => {
    expect(limitWeights(limits, machineGibibytes)).toBe(expected * gibibyte);
  });
});
