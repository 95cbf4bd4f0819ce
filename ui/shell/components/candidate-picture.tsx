import { useEffect, useRef, useState } from 'preact/hooks';
import type { Candidate, GenerationInputs } from '../../../protocol/engine-contract.ts';
import { drawCandidate } from './draw-candidate.ts';
import { clampRatio } from './forming-picture.tsx';

type CandidatePictureProps = {
  candidate: Candidate;
  inputs: GenerationInputs;
  isVeiled: boolean;
  /** The original is shown in its place. */
  isBefore?: boolean;
};

/**
 * A finished picture; a patch is shown on the part of the original that it belongs to, or that part alone. A veiled one is
 * a blur of it; the original needs no veil.
 */
export function CandidatePicture({ candidate, inputs, isVeiled, isBefore = false }: CandidatePictureProps) {
  // Two canvases: one that is drawn anew would show a veiled picture, unveiled, until the original is on it.
  return (
    <>
      <DrawnCanvas
        candidate={candidate}
        inputs={inputs}
        isBefore={false}
        look={`${isVeiled ? 'veiled' : ''} ${isBefore ? 'behind' : ''}`.trim()}
      />
      {isBefore ? <DrawnCanvas candidate={candidate} inputs={inputs} isBefore look="original" /> : null}
    </>
  );
}

type DrawnCanvasProps = {
  candidate: Candidate;
  inputs: GenerationInputs;
  isBefore: boolean;
  look: string;
};

function DrawnCanvas({ candidate, inputs, isBefore, look }: DrawnCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ratio, setRatio] = useState(candidate.size.width / candidate.size.height);
  useEffect(() => {
    let isCurrent = true;
    const drawn = canvas.current === null ? null : drawCandidate(candidate, inputs.picture, isBefore);
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
  }, [candidate, inputs, isBefore]);
  return <canvas ref={canvas} class={look} style={{ aspectRatio: `${clampRatio(ratio)}` }} />;
}
