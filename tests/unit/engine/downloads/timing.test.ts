import { describe, expect, it } from 'vitest';
import { planWaitMs, readRetryAfterMs } from '../../../../ui/engine/worker/downloads/backoff.ts';
import { createMirrors } from '../../../../ui/engine/worker/downloads/mirrors.ts';
import { createSpeedWindow, planSecondsLeft } from '../../../../ui/engine/worker/downloads/speed-window.ts';

describe('waiting', () => {
  it('doubles with every failure up to half a minute, at random by half', () => {
    const lows = [1, 2, 3, 4, 20].map((failures) => planWaitMs(failures, () => 0));
    expect(lows).toEqual([250, 500, 1000, 2000, 15_000]);
    const highs = [1, 2, 3, 4, 20].map((failures) => planWaitMs(failures, () => 1));
    expect(highs).toEqual([500, 1000, 2000, 4000, 30_000]);
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(readRetryAfterMs('12', 0)).toBe(12_000);
    expect(readRetryAfterMs('Thu, 01 Jan 1970 00:00:30 GMT', 10_000)).toBe(20_000);
    expect(readRetryAfterMs('Thu, 01 Jan 1970 00:00:30 GMT', 90_000)).toBe(0);
    for (const header of [null, 'soon', '']) expect(readRetryAfterMs(header, 0)).toBeNull();
  });
});

describe('the speed', () => {
  it('is not made up before anything can be said, and forgets what is long ago', () => {
    const speed = createSpeedWindow();
    expect(speed.read(0)).toBeNull();
    speed.add(1000, 0);
    expect(speed.read(1000)).toBeNull();
    speed.add(1000, 2000);
    expect(speed.read(2000)).toBe(1000);
    expect(speed.read(10_000)).toBe(125);
    expect(speed.read(11_000)).toBe(0);
  });

  it('gives seconds only where there is a total and a movement', () => {
    expect(planSecondsLeft(250, 1000, 100)).toBe(8);
    expect(planSecondsLeft(1000, 1000, 100)).toBe(0);
    expect(planSecondsLeft(0, null, 100)).toBeNull();
    expect(planSecondsLeft(0, 1000, null)).toBeNull();
    expect(planSecondsLeft(0, 1000, 0)).toBeNull();
  });
});

describe('mirrors', () => {
  it('are left after some failures in a row, the last one later, and not where something came between', () => {
    const mirrors = createMirrors('f', ['a', 'b']);
    const fail = () => mirrors.fail('network-lost', 'x');
    expect([fail(), fail(), fail()]).toEqual([false, false, false]);
    mirrors.succeed();
    expect([fail(), fail(), fail(), fail()]).toEqual([false, false, false, true]);
    expect(mirrors.current()).toBe('b');
    expect(mirrors.failures()).toBe(0);
    for (let i = 0; i < 7; i++) expect(fail()).toBe(false);
    expect(fail).toThrow(expect.objectContaining({ code: 'network-lost', subject: 'f' }));
  });

  it('end with the last reason, but wrong bytes are never hushed up', () => {
    const lost = createMirrors('f', ['a', 'b']);
    lost.leave('network-lost', 'x');
    expect(() => lost.leave('server-refused', 'HTTP 404')).toThrow(
      expect.objectContaining({ code: 'server-refused', subject: 'f' }),
    );
    const wrong = createMirrors('f', ['a', 'b']);
    wrong.leave('model-broken', 'x');
    expect(() => wrong.leave('server-refused', 'HTTP 404')).toThrow(
      expect.objectContaining({ code: 'model-broken' }),
    );
  });

  it('with ranges come before those without, which stay a last resort', () => {
    const mirrors = createMirrors('f', ['a', 'b']);
    expect(mirrors.lackRanges()).toBe(true);
    expect(mirrors.current()).toBe('b');
    mirrors.leave('server-refused', 'HTTP 404');
    expect(mirrors.current()).toBe('a');
    expect(mirrors.lackRanges()).toBe(false);
  });
});
