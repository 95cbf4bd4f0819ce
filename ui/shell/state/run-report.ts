import type { DeviceUsed, GenerationReport } from '../../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { PictureRect } from '../../../protocol/geometry.ts';

/** Milliseconds per part of a job as the outside sees it; `place` is 0 until a candidate was applied. */
export type RunTimings = {
  read: number;
  crop: number;
  textEncode: number;
  vaeEncode: number;
  steps: number[];
  vaeDecode: number;
  upscale: number;
  composite: number;
  place: number;
  total: number;
};

/** Everything worth knowing of a finished run, as `npm run render -- --json` writes it. */
export type RunReport = {
  request: GenerationRequest;
  model: string;
  /** The short hash of its weights; null where nobody has hashed them. */
  modelHash: string | null;
  device: DeviceUsed;
  timingsMs: RunTimings;
  patch: PictureRect;
  featherPx: number;
  warnings: string[];
};

/**
 * Joins what the engine measured with what the panel measured. `readMs` is export and transport of the document's
 * pixels; decoding them, which grows with the frame too, is added to it. `wallMs` is the whole run without placing.
 */
export function joinReport(
  engine: GenerationReport,
  patch: PictureRect,
  readMs: number,
  wallMs: number,
): RunReport {
  const { decode, ...parts } = engine.timingsMs;
  return {
    request: engine.request,
    model: engine.model,
    modelHash: engine.modelHash,
    device: engine.device,
    timingsMs: { read: readMs + decode, ...parts, place: 0, total: wallMs },
    patch,
    featherPx: engine.featherPx,
    warnings: engine.warnings,
  };
}

/** One report of the requests that made up a job: the first one's facts, the times of all, every warning once. */
export function joinPieces(first: GenerationReport, others: readonly GenerationReport[]): GenerationReport {
  const timingsMs = { ...first.timingsMs, steps: [...first.timingsMs.steps] };
  const warnings = new Set(first.warnings);
  for (const other of others) {
    for (const part of Object.keys(timingsMs) as (keyof typeof timingsMs)[]) {
      if (part !== 'steps') timingsMs[part] += other.timingsMs[part];
    }
    timingsMs.steps.push(...other.timingsMs.steps);
    for (const warning of other.warnings) warnings.add(warning);
  }
  return { ...first, timingsMs, warnings: [...warnings] };
}

/** The same report with the time that placing took; the last placing counts. */
export function withPlaceTime(report: RunReport, placeMs: number): RunReport {
  const total = report.timingsMs.total - report.timingsMs.place + placeMs;
  return { ...report, timingsMs: { ...report.timingsMs, place: placeMs, total } };
}
