import { useEffect, useId } from 'preact/hooks';
import { Button } from '../controls/button.tsx';
import { StepCanvas } from '../forming-picture.tsx';
import { usePanel } from '../panel-provider.tsx';
import { PngPicture } from './png-picture.tsx';

/** Shows once what happens: noise becomes a picture. Paints only when it is asked to, and nothing goes anywhere. */
export function IntroCard() {
  const { state } = usePanel();
  const { about } = state;
  const isNew = !state.settings.value.hasSeenIntro && !state.settings.value.isCompact;
  const isShown = about.isIntroWanted.value || (isNew && state.job.value === null);
  return isShown ? <Intro /> : null;
}

function Intro() {
  const { state, actions, text } = usePanel();
  const words = text.about.intro;
  const look = state.about.look.value;
  const titleId = useId();
  const hintId = useId();
  const isReady = state.engine.value.kind === 'ready';
  const isPainting = look.phase === 'painting';
  // A run of the person's own goes before.
  useEffect(() => actions.about.stop, []);
  return (
    <section class="intro" aria-labelledby={titleId}>
      <h2 id={titleId}>{words.title}</h2>
      {look.phase === 'painting' || look.phase === 'done' ? (
        <div class="intro-picture" role="img" aria-label={words.picture}>
          {look.phase === 'done' ? <PngPicture png={look.png} /> : null}
          {look.phase === 'painting' && look.preview !== null ? (
            <StepCanvas preview={look.preview} isVeiled={false} />
          ) : null}
        </div>
      ) : null}
      <p class="intro-state" id={hintId} role="status">
        {look.phase === 'failed'
          ? text.errors[look.code]
          : look.phase === 'done'
            ? words.finished
            : look.phase === 'painting'
              ? look.steps === 0
                ? words.loading
                : ''
              : isReady
                ? ''
                : words.noEngine}
      </p>
      {isPainting && look.steps > 0 ? <p class="intro-state">{words.step(look.step, look.steps)}</p> : null}
      <div class="intro-buttons">
        <Button
          isUnavailable={!isReady}
          describedBy={hintId}
          onClick={() => {
            if (isPainting) actions.about.stop();
            else if (isReady) void actions.about.show(words.prompt);
          }}
        >
          {isPainting ? words.stop : look.phase === 'done' ? words.again : words.show}
        </Button>
        <Button kind="quiet" onClick={actions.about.dismissIntro}>
          {words.close}
        </Button>
      </div>
      <ol>
        {Object.entries(words.sentences).map(([name, sentence]) => (
          <li key={name}>{sentence}</li>
        ))}
      </ol>
    </section>
  );
}
