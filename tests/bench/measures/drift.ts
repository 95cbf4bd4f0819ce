import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { fromLab, toLab } from '../../../ui/imaging/lab.ts';

/** How a model's colors are off: multiplied, then moved in CIELAB. */
export type Drift = {
  readonly name: string;
  readonly gain: number;
  readonly shift: readonly [number, number, number];
};

/** Two strong ones, and the one that color complaints about a published program were explained with. */
export const drifts: readonly Drift[] = [
  { name: 'gain 0.90, +4 L*', gain: 0.9, shift: [4, 0, 0] },
  { name: 'gain 1.08, -3 L*, +3 a*', gain: 1.08, shift: [-3, 3, 0] },
  { name: 'gain 0.97, +2 L*', gain: 0.97, shift: [2, 0, 0] },
];

/** What the gain multiplies: CIELAB's numbers, or the sRGB values. */
export const gainSpaces = ['lab', 'srgb'] as const;
export type GainSpace = (typeof gainSpaces)[number];

/** A picture (0..1) with drifted colors, cut off at black and white as a decoder's are. */
export function injectDrift(image: PlanarImage, { gain, shift }: Drift, space: GainSpace): PlanarImage {
  const pixels = image.width * image.height;
  const result = createPlanar(image.width, image.height, 3);
  const [onValues, onLab] = space === 'srgb' ? [gain, 1] : [1, gain];
  for (let i = 0; i < pixels; i++) {
    const lab = toLab(
      image.data[i]! * onValues,
      image.data[pixels + i]! * onValues,
      image.data[2 * pixels + i]! * onValues,
    );
    const rgb = fromLab(lab[0] * onLab + shift[0], lab[1] * onLab + shift[1], lab[2] * onLab + shift[2]);
    for (let c = 0; c < 3; c++) result.data[c * pixels + i] = rgb[c]!;
  }
  return result;
}
