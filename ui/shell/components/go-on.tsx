import { useEffect, useRef, useState } from 'preact/hooks';
import { type DoneJob, isVeiled } from '../state/job.ts';
import { CompareView } from './compare-view.tsx';
import { Button } from './controls/button.tsx';
import { usePanel } from './panel-provider.tsx';

/** What can be made of the selected picture: variations, the same with another seed, a comparison with another one. */
export function GoOn({ job }: { job: DoneJob }) {
  const { actions, text } = usePanel();
  const [other, setOther] = useState<number | null>(null);
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.scrollIntoView({ block: 'nearest' }), []);
  const at = job.selected;
  // What is hidden is not painted on from, and not compared, before somebody has looked at it.
  const isHidden = isVeiled(job, at);
  const others = job.candidates
    .map((_, index) => index)
    .filter((index) => index !== at && !isVeiled(job, index));
  const { vary, again, useAsInput } = actions.iterate;
  return (
    <fieldset class="go-on" ref={group} aria-label={text.goOn.label}>
      <Button isUnavailable={isHidden} onClick={() => isHidden || vary(at, 'subtle')}>
        {text.goOn.subtle}
      </Button>
      <Button isUnavailable={isHidden} onClick={() => isHidden || vary(at, 'strong')}>
        {text.goOn.strong}
      </Button>
      <Button isUnavailable={isHidden} onClick={() => isHidden || useAsInput(at)}>
        {text.goOn.useAsInput}
      </Button>
      <Button onClick={() => again(at)}>{text.goOn.again}</Button>
      {isHidden
        ? null
        : others.map((index) => (
            <Button key={index} onClick={() => setOther(index)}>
              {text.goOn.compareWith(index + 1)}
            </Button>
          ))}
      {other === null ? null : (
        <CompareView job={job} one={at} other={other} onClose={() => setOther(null)} />
      )}
    </fieldset>
  );
}
