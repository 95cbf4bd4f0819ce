import { fitColors, type LabLine, type LabRow } from './color-fit.ts';
import { createPlanar, type PlanarImage } from './image.ts';
import { fromLabPlanes, toLabPlanes } from './lab-planes.ts';

/** So many pixels tell as much as all of them. */
const mostSamples = 16_384;

/**
 * Brings the colors of `painted` to those of `reference` by one line per channel in CIELAB (a gain and a shift), fitted
 * where `ring` is 1 and both show the same thing, applied everywhere. The two are compared pixel by pixel, so a ring
 * that was repainted in part counts for what it still shows. Nothing to compare, or nothing to correct, changes nothing.
 */
export function matchColor(painted: PlanarImage, reference: PlanarImage, ring: Uint8Array): PlanarImage {
  const samples = chooseSamples(ring);
  if (samples.length === 0) return painted;
  const own = gather(painted, samples);
  const lines = fitColors(toLabRow(own), toLabRow(gather(reference, samples)), findClipped(own));
  if (lines?.every(isNothing) ?? true) return painted;
  const lab = toLabPlanes(painted);
  const pixels = painted.width * painted.height;
  lines?.forEach(({ gain, offset }, c) => {
    for (let i = c * pixels; i < (c + 1) * pixels; i++) lab.data[i] = lab.data[i]! * gain + offset;
  });
  return fromLabPlanes(lab);
}

/** Over all of L*, the largest number there is, less than a tenth of a grey level. */
function isNothing({ gain, offset }: LabLine): boolean {
  return Math.abs(gain - 1) * 100 < 0.02 && Math.abs(offset) < 0.02;
}

/** The ring's pixels, evenly thinned out. */
function chooseSamples(ring: Uint8Array): Int32Array {
  const all = new Int32Array(ring.length);
  let count = 0;
  for (let i = 0; i < ring.length; i++) if (ring[i] !== 0) all[count++] = i;
  const step = Math.max(1, count / mostSamples);
  return Int32Array.from({ length: Math.floor(count / step) }, (_, k) => all[Math.floor(k * step)]!);
}

/** Some of a picture's pixels as a picture of one row. */
function gather({ data, width, height }: PlanarImage, samples: Int32Array): PlanarImage {
  const row = createPlanar(samples.length, 1, 3);
  for (let c = 0; c < 3; c++) {
    const plane = c * width * height;
    for (let i = 0; i < samples.length; i++) row.data[c * samples.length + i] = data[plane + samples[i]!]!;
  }
  return row;
}

function toLabRow(row: PlanarImage): LabRow {
  const { data } = toLabPlanes(row);
  return [data.subarray(0, row.width), data.subarray(row.width, 2 * row.width), data.subarray(2 * row.width)];
}

/** Marks the pixels of a row with a channel at the end of its range. */
function findClipped({ data, width }: PlanarImage): Uint8Array {
  const isClipped = new Uint8Array(width);
  for (let i = 0; i < data.length; i++) if (data[i]! <= 0 || data[i]! >= 1) isClipped[i % width] = 1;
  return isClipped;
}
