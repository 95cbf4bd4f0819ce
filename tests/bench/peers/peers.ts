import type { PlanarImage } from '../../../ui/imaging/image.ts';
import { histogramMatch, overlayAlpha } from './automatic1111.ts';
import type { Plane } from './filter-plane.ts';
import { rampAlpha } from './fooocus.ts';
import { kritaAlpha, kritaMatch } from './krita.ts';

/** How another program brings a model's picture back into the person's. */
export type Peer = {
  readonly name: string;
  /** Colors at the model's size; `masked` is 1 where the model repainted. */
  match(painted: PlanarImage, known: PlanarImage, masked: Uint8Array): PlanarImage;
  /** Opacity 0..1 of the result over the picture, from a selection of 0 and 1, in picture pixels. */
  alpha(selection: Plane, featherPx: number): Plane;
};

const keepColors: Peer['match'] = (painted) => painted;

/** The programs as they are installed, and the optional correction of one of them; plain paste has no feather. */
export const peers: readonly Peer[] = [
  { name: 'krita', match: kritaMatch, alpha: kritaAlpha },
  { name: 'A1111', match: keepColors, alpha: overlayAlpha },
  { name: 'A1111 with histogram', match: histogramMatch, alpha: overlayAlpha },
  { name: 'Fooocus', match: keepColors, alpha: rampAlpha },
  { name: 'plain paste', match: keepColors, alpha: (selection) => selection },
];
