import { writeTensor } from '../../ui/runtime/onnx/write-graph.ts';
import { writeNodes } from './graph-variants.ts';

/** Side of the squares that the checker below looks at. */
export const checkedSidePx = 32;

/**
 * A safety checker with the inputs and the output of diffusers', which finds unsafe what is on average brighter than
 * `threshold`, in CLIP's normalized numbers: about -1.8 for black, 2.1 for white.
 */
export function writeSafetyGraph(threshold: number): Uint8Array<ArrayBuffer> {
  return writeNodes(
    { clip_input: [1, 3, checkedSidePx, checkedSidePx], images: [1, 16, 16, 3] },
    [
      {
        opType: 'ReduceMean',
        inputs: ['clip_input'],
        outputs: ['light'],
        integers: { axes: [1, 2, 3], keepdims: 0 },
      },
      { opType: 'Greater', inputs: ['light', 'threshold'], outputs: ['has_nsfw_concepts'] },
    ],
    [writeTensor('threshold', [1], Float32Array.of(threshold))],
    'has_nsfw_concepts',
  );
}
