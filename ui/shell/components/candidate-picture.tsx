import { useEffect, useRef, useState } from 'preact/hooks';
import type { Candidate, GenerationInputs } from '../../../protocol/engine-contract.ts';
import { drawCandidate } from './draw-candidate.ts';
import { clampRatio } from './forming-picture.tsx';

type CandidatePictureProps = { candidate: Candidate; inputs: GenerationInputs; isVeiled: boolean };

/** A finished picture; a patch is shown on the part of the original that it belongs to. A veiled one is a blur of it. */
export function CandidatePicture({ candidate, inputs, isVeiled }: CandidatePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ratio, setRatio] = useState(candidate.size.width / candidate.size.height);
  useEffect(() => {
    let isCurrent = true;
    const drawn = canvas.current === null ? null : drawCandidate(candidate, inputs.picture);
    drawn?.then(
      (bitmap) => {
        const element = canvas.current;
        if (!isCurrent || element === null) return;
        element.width = bitmap.width;
        element.height = bitmap.height;
        element.getContext('2d')?.drawImage(bitmap, 0, 0);
        setRatio(bitmap.width / bitmap.height);
      },
      // A picture that cannot be drawn here stays an empty tile; it can still be placed.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [candidate, inputs]);
  return (
    <canvas ref={canvas} class={isVeiled ? 'veiled' : ''} style={{ aspectRatio: `${clampRatio(ratio)}` }} />
  );
}
