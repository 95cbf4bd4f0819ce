import type { CatalogEntry } from './catalog-entry.ts';
import { openRailM, ownCheckpoint } from './licenses.ts';

/** What people export themselves (docs/export-a-model.md); sizes and memory are those of 16-bit exports. */
export const own: readonly CatalogEntry[] = [
  {
    id: 'own-inpainting',
    name: 'Stable Diffusion 1.5 Inpainting',
    kind: 'diffusion',
    group: 'own',
    purpose: {
      en: 'Made for filling: the network sees the picture around the selection while it paints; exported once by yourself.',
      de: 'Fürs Füllen gemacht: Das Netz sieht beim Malen das Bild um die Auswahl herum; einmal selbst exportiert.',
    },
    tasks: ['generate', 'fill', 'vary'],
    source: {
      from: 'person',
      pages: ['https://huggingface.co/stable-diffusion-v1-5/stable-diffusion-inpainting'],
      files: [],
    },
    downloadBytes: 2_100_000_000,
    weights: 'fp16',
    nativePx: { width: 512, height: 512 },
    gpuMemory: { bytes: 4_000_000_000, basis: 'estimate' },
    needs: ['shader-f16'],
    awaits: [],
    defaults: { steps: 20, guidance: 7.5, scheduler: 'dpm++2m-karras' },
    license: openRailM,
    unverified: true,
    notes:
      'optimum-cli export onnx --task inpainting. Nobody publishes an export of 9 channels that fits a browser. onnxruntime-web 1.30 computes its first convolution wrongly on WebGPU, which the runtime avoids.',
  },
  {
    id: 'own-export',
    name: 'Your own model',
    kind: 'diffusion',
    group: 'own',
    purpose: {
      en: 'Your team’s style: any checkpoint of Stable Diffusion 1, 2 or XL, also distilled ones, exported once by yourself.',
      de: 'Der Stil deines Teams: jeder Checkpoint von Stable Diffusion 1, 2 oder XL, auch destillierte, einmal selbst exportiert.',
    },
    tasks: ['generate', 'fill', 'vary'],
    source: {
      from: 'person',
      pages: ['https://huggingface.co/models?pipeline_tag=text-to-image&library=diffusers'],
      files: [],
    },
    downloadBytes: 2_100_000_000,
    weights: 'fp16',
    nativePx: { width: 512, height: 512 },
    gpuMemory: { bytes: 4_000_000_000, basis: 'estimate' },
    needs: ['shader-f16'],
    awaits: [],
    defaults: { steps: 20, guidance: 7.5, scheduler: 'dpm++2m-karras' },
    license: ownCheckpoint,
    unverified: true,
    notes: 'Numbers of Stable Diffusion 1.5; the pack’s own configs decide once its folder is added.',
  },
];
