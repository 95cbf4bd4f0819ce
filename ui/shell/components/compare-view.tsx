import { useState } from 'preact/hooks';
import type { DoneJob } from '../state/job.ts';
import { CandidatePicture } from './candidate-picture.tsx';
import { Button } from './controls/button.tsx';
import { Dialog } from './controls/dialog.tsx';
import { usePanel } from './panel-provider.tsx';

type CompareViewProps = { job: DoneJob; one: number; other: number; onClose: () => void };

/** Two pictures in the same place, the one left of a line and the other right of it; a slider moves the line. */
export function CompareView({ job, one, other, onClose }: CompareViewProps) {
  const { text } = usePanel();
  const [percent, setPercent] = useState(50);
  const pictures = [one, other].map((index) => job.candidates[index]);
  return (
    <Dialog title={text.compare.title(one + 1, other + 1)} onCancel={onClose}>
      <div class="compare-stage">
        {pictures.map((candidate, layer) =>
          candidate === undefined ? null : (
            <div
              key={candidate.index}
              class="compare-layer"
              style={layer === 1 ? { clipPath: `inset(0 0 0 ${percent}%)` } : {}}
            >
              <CandidatePicture candidate={candidate} inputs={job.inputs} isVeiled={false} />
            </div>
          ),
        )}
        <span class="compare-line" style={{ left: `${percent}%` }} />
        <input
          type="range"
          min={0}
          max={100}
          value={percent}
          aria-label={text.compare.split}
          aria-valuetext={`${percent} %`}
          onInput={(event) => setPercent(event.currentTarget.valueAsNumber)}
        />
      </div>
      <Button onClick={onClose}>{text.compare.close}</Button>
    </Dialog>
  );
}
