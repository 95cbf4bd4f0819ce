import type { BundledSource, CatalogEntry } from './catalog-entry.ts';
import { mit } from './licenses.ts';

/** A pack that needs no download. */
export type BundledEntry = Extract<CatalogEntry, { kind: 'diffusion' }> & {
  source: BundledSource;
  /** What the pack's own files say, for whoever must know it before they are loaded. */
  sizing: {
    multiplePx: number;
    bucketsPx: { width: number; height: number }[] | null;
    latentPx: number;
    upscale: number;
  };
  weightBytes: number;
};

/** The packs that come with the engine page. The first one is what people get who choose nothing. */
export const bundledPacks: readonly [BundledEntry, ...BundledEntry[]] = [
  {
    id: 'default',
    name: 'Underpaint',
    kind: 'diffusion',
    group: 'included',
    purpose: {
      en: 'Flat shapes, patterns and simple landscapes from the first minute, on any machine.',
      de: 'Flächige Formen, Muster und einfache Landschaften ab der ersten Minute, auf jedem Rechner.',
    },
    tasks: ['generate', 'fill', 'vary'],
    source: { from: 'engine', folder: 'models/default/' },
    downloadBytes: null,
    weights: 'fp16',
    nativePx: { width: 128, height: 128 },
    sizing: {
      multiplePx: 16,
      bucketsPx: [
        { width: 128, height: 128 },
        { width: 144, height: 112 },
        { width: 112, height: 144 },
        { width: 176, height: 96 },
        { width: 96, height: 176 },
      ],
      latentPx: 8,
      upscale: 4,
    },
    weightBytes: 18_032_789,
    gpuMemory: null,
    needs: [],
    awaits: [],
    defaults: { steps: 8, guidance: 3, scheduler: 'ddim' },
    license: mit,
    unverified: false,
    notes:
      'Trained in this repository; models/default/MODEL_CARD.md says what it knows. Computes in 32 bits.',
  },
];
