import type { CatalogEntry } from './catalog-entry.ts';
import { apache2, disputedMit, openRailM } from './licenses.ts';

/** Models of one graph beside the ones that paint. */
export const helpers: readonly CatalogEntry[] = [
  {
    id: 'lama',
    name: 'LaMa',
    kind: 'eraser',
    group: 'helpers',
    purpose: {
      en: 'Takes things out of a picture without a prompt, in one pass.',
      de: 'Nimmt Dinge ohne Prompt aus einem Bild, in einem Durchgang.',
    },
    tasks: ['remove'],
    source: {
      from: 'hub',
      revision: 'c3c0c9e468934d62e79c329e35d82dd09ff8c444',
      mirrors: ['https://huggingface.co/Carve/LaMa-ONNX/resolve/c3c0c9e468934d62e79c329e35d82dd09ff8c444/'],
      files: [
        {
          path: 'lama_fp32.onnx',
          bytes: 208_044_816,
          sha256: '1faef5301d78db7dda502fe59966957ec4b79dd64e16f03ed96913c7a4eb68d6',
        },
      ],
      supplements: {},
    },
    downloadBytes: 208_044_816,
    weights: 'fp32',
    nativePx: { width: 512, height: 512 },
    gpuMemory: { bytes: 1_000_000_000, basis: 'estimate' },
    needs: [],
    awaits: [],
    defaults: null,
    license: apache2,
    unverified: true,
    notes:
      'image float32 0..1 and mask float32, 1 to fill, both of exactly 512 x 512; the answer is 0..255. Its Fourier layers are written as matrix products. Another project reports that WebGPU refuses an addition in it and that WASM runs it slowly.',
  },
  {
    id: 'mi-gan',
    name: 'MI-GAN',
    kind: 'eraser',
    group: 'helpers',
    purpose: {
      en: 'Takes small things out of a picture at once; tiny, see the license.',
      de: 'Nimmt kleine Dinge sofort aus einem Bild; winzig, siehe Lizenz.',
    },
    tasks: ['remove'],
    source: {
      from: 'hub',
      revision: '1538c135034b8cfe7a8472f34d09c8a5a45b17a7',
      mirrors: [
        'https://huggingface.co/andraniksargsyan/migan/resolve/1538c135034b8cfe7a8472f34d09c8a5a45b17a7/',
      ],
      files: [
        {
          path: 'migan_pipeline_v2.onnx',
          bytes: 28_079_181,
          sha256: '6f1f3530a1a2324b19752018ce756088b07973cda8d7d890034ace5c8a48c40b',
        },
      ],
      supplements: {},
    },
    downloadBytes: 28_079_181,
    weights: 'fp32',
    nativePx: { width: 512, height: 512 },
    gpuMemory: null,
    needs: [],
    awaits: [],
    defaults: null,
    license: disputedMit,
    unverified: true,
    notes:
      'image and mask are uint8, in the mask 255 keeps and 0 is the hole; any size, the graph cuts out and scales by itself. Never a default: whether its weights may be used in paid work is an open question (MI-GAN#25).',
  },
  {
    id: 'safety-checker',
    name: 'Safety checker',
    kind: 'safety',
    group: 'helpers',
    purpose: {
      en: 'Looks at finished pictures on your machine and hides those not safe for work.',
      de: 'Sieht fertige Bilder auf deinem Rechner an und verbirgt nicht jugendfreie.',
    },
    tasks: [],
    source: {
      from: 'hub',
      revision: '02e1d8cc5d10d9ff6c7ed1f54b173bd981381bc2',
      mirrors: [
        'https://huggingface.co/webnn/Z-Image-Turbo/resolve/02e1d8cc5d10d9ff6c7ed1f54b173bd981381bc2/',
      ],
      files: [
        { path: 'onnx/safety_checker_model_f16.onnx', bytes: 1_604_491, sha256: null },
        { path: 'onnx/safety_checker_model_f16.onnx_data', bytes: 606_797_824, sha256: null },
      ],
      supplements: {},
    },
    downloadBytes: 608_402_315,
    weights: 'fp16',
    nativePx: { width: 224, height: 224 },
    gpuMemory: null,
    needs: ['shader-f16'],
    awaits: [],
    defaults: null,
    license: openRailM,
    unverified: true,
    notes:
      'CompVis’ checker (CLIP ViT-L/14) as packed beside Z-Image Turbo, whose card says Apache-2.0; the checker comes from Stable Diffusion, so its license is named here. clip_input is [1,3,224,224] with CLIP’s mean and deviation, has_nsfw_concepts one truth per picture.',
  },
];
