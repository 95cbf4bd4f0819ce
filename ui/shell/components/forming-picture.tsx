import { useLayoutEffect, useRef } from 'preact/hooks';
import type { StepPreview } from '../../../protocol/engine-contract.ts';
import type { RunningJob, Tile } from '../state/job.ts';
import { CandidatePicture } from './candidate-picture.tsx';
import { usePanel } from './panel-provider.tsx';

type FormingPictureProps = { job: RunningJob; tile: Tile; index: number };

/** A picture that is being painted: its last step as the model sees it, then the finished one. */
export function FormingPicture({ job, tile, index }: FormingPictureProps) {
  const { text, state } = usePanel();
  const { checksSafety } = state.settings.value;
  const { width, height } = job.request.size;
  const share = tile.steps === 0 ? 0 : tile.step / tile.steps;
  return (
    <div
      class="picture forming"
      role="img"
      aria-label={text.results.forming(index + 1, job.tiles.length)}
      style={{ aspectRatio: `${clampRatio(width / height)}` }}
    >
      {tile.candidate !== null ? (
        <CandidatePicture
          candidate={tile.candidate}
          inputs={job.inputs}
          isVeiled={tile.candidate.flag !== undefined}
        />
      ) : tile.preview !== null ? (
        <StepCanvas preview={tile.preview} isVeiled={checksSafety} />
      ) : (
        <span class="shimmer" />
      )}
      {tile.candidate === null && tile.steps > 0 ? (
        <span class="share" style={{ width: `${share * 100}%` }} />
      ) : null}
    </div>
  );
}

/** Very long or tall pictures get a bounded tile and are shown whole inside it. */
export function clampRatio(ratio: number): number {
  return Math.min(2, Math.max(0.6, ratio));
}

/** Veiled where pictures are checked: this one has not been yet. */
export function StepCanvas({ preview, isVeiled }: { preview: StepPreview; isVeiled: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { width, height, rgba } = preview;
    canvas.current
      ?.getContext('2d')
      ?.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), 0, 0);
  }, [preview]);
  return (
    <canvas ref={canvas} class={isVeiled ? 'veiled' : ''} width={preview.width} height={preview.height} />
  );
}
