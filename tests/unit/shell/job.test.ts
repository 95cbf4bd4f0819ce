import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, GenerateProgress } from '../../../protocol/engine-contract.ts';
import { defaultRequest } from '../../../protocol/generation.ts';
import {
  advance,
  fractionDone,
  isActive,
  type Job,
  type JobEvent,
  startJob,
} from '../../../ui/shell/state/job.ts';
import { joinReport, type RunReport } from '../../../ui/shell/state/run-report.ts';

const inputs = { picture: null, masks: [] };
const start = {
  id: 1,
  request: { ...defaultRequest, prompt: 'a boat', count: 2 },
  destination: { kind: 'new-frame' as const, size: { width: 64, height: 64 } },
};

function makeCandidate(index: number): Candidate {
  return {
    index,
    seed: index,
    png: new Uint8Array(8),
    size: { width: 64, height: 64 },
    patch: { x: 0, y: 0, width: 64, height: 64 },
    box: null,
  };
}

const report: RunReport = joinReport(
  {
    request: start.request,
    model: 'default',
    modelHash: null,
    device: { kind: 'wasm', name: '', threads: 1, runtime: 'wasm' },
    timingsMs: {
      decode: 5,
      crop: 1,
      textEncode: 2,
      vaeEncode: 3,
      steps: [4, 5],
      vaeDecode: 6,
      upscale: 7,
      composite: 8,
    },
    featherPx: 4,
    warnings: [],
  },
  { x: 1, y: 2, width: 3, height: 4 },
  100,
  500,
);

const progressed = (progress: GenerateProgress): JobEvent => ({ kind: 'progressed', progress });
const step = (candidate: number, done: number): JobEvent =>
  progressed({ phase: 'denoising', candidate, step: done, steps: 10, preview: null });
const play = (...events: JobEvent[]): Job => events.reduce(advance, startJob(start));

describe('a job', () => {
  it('reads, runs, and is done with its candidates and report', () => {
    expect(play().phase).toBe('reading');
    expect(play({ kind: 'read', inputs }).phase).toBe('running');
    const done = play({ kind: 'read', inputs }, step(0, 3), {
      kind: 'finished',
      candidates: [makeCandidate(0), makeCandidate(1)],
      report,
    });
    expect(done).toMatchObject({
      phase: 'done',
      selected: 0,
      placing: null,
      placed: [],
      isShown: false,
      isBefore: false,
    });
  });

  it('has one tile per picture, each with its own steps, preview and finished candidate', () => {
    const preview = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
    const job = play(
      { kind: 'read', inputs },
      progressed({ phase: 'denoising', candidate: 0, step: 1, steps: 10, preview }),
      step(0, 2),
      progressed({ phase: 'candidate', candidate: makeCandidate(1) }),
    );
    if (job.phase !== 'running') throw new Error('not running');
    expect(job.tiles).toEqual([
      { step: 2, steps: 10, preview, candidate: null, made: null },
      { step: 0, steps: 0, preview: null, candidate: makeCandidate(1), made: null },
    ]);
  });

  it('keeps the pictures that were finished when it ends early', () => {
    const finished = progressed({ phase: 'candidate', candidate: makeCandidate(0) });
    const ends: JobEvent[] = [{ kind: 'cancelled' }, { kind: 'failed', code: 'device-lost' }];
    for (const end of ends) {
      expect(play({ kind: 'read', inputs }, finished, end)).toMatchObject({
        phase: 'done',
        candidates: [makeCandidate(0)],
        report: null,
      });
      expect(play({ kind: 'read', inputs }, end).phase).toBe(end.kind);
      expect(play(end).phase).toBe(end.kind);
    }
  });

  it('places one candidate at a time and notes how long it took', () => {
    const done = play(
      { kind: 'read', inputs },
      { kind: 'finished', candidates: [makeCandidate(0), makeCandidate(1)], report },
    );
    const placing = advance(done, { kind: 'placing', index: 1 });
    expect(placing).toMatchObject({ placing: 1 });
    expect(advance(placing, { kind: 'placing', index: 0 })).toBe(placing);
    expect(advance(placing, { kind: 'placed', index: 0, placeMs: 9 })).toBe(placing);
    expect(advance(placing, { kind: 'place-failed' })).toMatchObject({ placing: null, placed: [] });
    const placed = advance(placing, { kind: 'placed', index: 1, placeMs: 20 });
    expect(placed).toMatchObject({
      placing: null,
      placed: [1],
      report: { timingsMs: { place: 20, total: 520, read: 105 } },
    });
    const again = [
      { kind: 'placing', index: 0 } as const,
      { kind: 'placed', index: 0, placeMs: 7 } as const,
    ].reduce(advance, placed);
    expect(again).toMatchObject({ placed: [1, 0], report: { timingsMs: { place: 7, total: 507 } } });
  });

  it('knows how much is done', () => {
    const fraction = (...events: JobEvent[]) => {
      const job = play({ kind: 'read', inputs }, ...events);
      return job.phase === 'running' ? fractionDone(job) : undefined;
    };
    expect(fraction()).toBeNull();
    expect(fraction(progressed({ phase: 'encoding' }))).toBeNull();
    expect(fraction(progressed({ phase: 'loading', part: 'unet', loadedBytes: 1, totalBytes: 4 }))).toBe(
      0.25,
    );
    expect(
      fraction(progressed({ phase: 'loading', part: 'unet', loadedBytes: 1, totalBytes: 0 })),
    ).toBeNull();
    expect(fraction(step(0, 10))).toBeCloseTo(10 / 11 / 2);
    expect(
      fraction(step(0, 10), progressed({ phase: 'candidate', candidate: makeCandidate(0) }), step(1, 0)),
    ).toBe(0.5);
  });
});

const anyProgress: fc.Arbitrary<GenerateProgress> = fc.oneof(
  fc.record({
    phase: fc.constant('loading' as const),
    part: fc.string(),
    loadedBytes: fc.nat(),
    totalBytes: fc.nat(),
  }),
  fc.constant({ phase: 'encoding' as const }),
  fc.record({
    phase: fc.constant('denoising' as const),
    candidate: fc.nat(5),
    step: fc.nat(10),
    steps: fc.constant(10),
    preview: fc.constant(null),
  }),
  fc.record({ phase: fc.constant('decoding' as const), candidate: fc.nat(5) }),
  fc.record({ phase: fc.constant('candidate' as const), candidate: fc.nat(5).map(makeCandidate) }),
);

const anyEvent: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.constant<JobEvent>({ kind: 'read', inputs }),
  anyProgress.map(progressed),
  fc.constant<JobEvent>({ kind: 'finished', candidates: [makeCandidate(0), makeCandidate(1)], report }),
  fc.constant<JobEvent>({ kind: 'failed', code: 'internal' }),
  fc.constant<JobEvent>({ kind: 'cancelled' }),
  fc.integer({ min: -2, max: 4 }).map((index): JobEvent => ({ kind: 'selected', index })),
  fc.boolean().map((isShown): JobEvent => ({ kind: 'shown', isShown })),
  fc.boolean().map((isBefore): JobEvent => ({ kind: 'compared', isBefore })),
  fc.integer({ min: -2, max: 4 }).map((index): JobEvent => ({ kind: 'placing', index })),
  fc.nat(3).map((index): JobEvent => ({ kind: 'placed', index, placeMs: 1 })),
  fc.constant<JobEvent>({ kind: 'place-failed' }),
);

describe('whatever happens to a job, in whatever order', () => {
  it('it never comes back to life, and its parts stay in range', () => {
    const order = ['reading', 'running', 'done', 'failed', 'cancelled'];
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let job = startJob(start);
        for (const event of events) {
          const next = advance(job, event);
          if (!isActive(job)) expect(next.phase).toBe(job.phase);
          else expect(order.indexOf(next.phase)).toBeGreaterThanOrEqual(order.indexOf(job.phase));
          expect(next.request).toBe(start.request);
          if (next.phase === 'running') {
            expect(next.tiles).toHaveLength(start.request.count);
            const fraction = fractionDone(next);
            if (fraction !== null) expect(fraction >= 0 && fraction <= 1).toBe(true);
          }
          if (next.phase === 'done') {
            expect(next.candidates[next.selected]).toBeDefined();
            if (next.placing !== null) expect(next.candidates[next.placing]).toBeDefined();
          }
          job = next;
        }
      }),
    );
  });

  it('late events change nothing at all', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        const cancelled = play({ kind: 'cancelled' });
        expect(events.reduce(advance, cancelled)).toBe(cancelled);
      }),
    );
  });
});
