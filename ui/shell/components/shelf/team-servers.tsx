import { useId, useState } from 'preact/hooks';
import type { ServerAnswer } from '../../state/shelf.ts';
import { errorSentence, type Text } from '../../text/text.ts';
import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { CloseIcon } from '../controls/icons.tsx';
import { usePanel } from '../panel-provider.tsx';

/** Servers of a team that models are fetched from: the list, and a field for another one. */
export function TeamServers() {
  const { state, actions, text } = usePanel();
  const titleId = useId();
  const words = text.shelf.servers;
  const bases = state.shelf.shelf.value?.bases ?? [];
  return (
    <section class="shelf-part" aria-labelledby={titleId}>
      <h2 id={titleId}>{words.label}</h2>
      <p class="hint">{words.hint}</p>
      {bases.length === 0 ? null : (
        <ul class="servers">
          {bases.map((url) => (
            <li key={url}>
              <span>{url}</span>
              <IconButton label={words.remove(url)} onClick={() => void actions.shelf.removeServer(url)}>
                <CloseIcon />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <ServerField />
    </section>
  );
}

function ServerField() {
  const { state, actions, text } = usePanel();
  const [typed, setTyped] = useState('');
  const inputId = useId();
  const answerId = useId();
  const answer = state.shelf.server.value;
  const isWrong = answer?.kind === 'faulty' || answer?.kind === 'refused';

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await actions.shelf.addServer(typed)) setTyped('');
  }

  return (
    <form class="server-form" onSubmit={(event) => void submit(event)} noValidate>
      <div class="field">
        <label for={inputId}>{text.shelf.servers.address}</label>
        <input
          id={inputId}
          class="input"
          type="url"
          placeholder="https://"
          spellcheck={false}
          autocomplete="off"
          value={typed}
          aria-invalid={isWrong}
          aria-describedby={answerId}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            actions.shelf.forgetServerAnswer();
          }}
        />
      </div>
      <Button isSubmit isUnavailable={answer?.kind === 'asking'} onClick={() => undefined}>
        {text.shelf.servers.add}
      </Button>
      <p class={isWrong ? 'server-answer wrong' : 'server-answer'} id={answerId} role="status">
        {describeAnswer(answer, text)}
      </p>
    </form>
  );
}

function describeAnswer(answer: ServerAnswer | null, text: Text): string {
  const words = text.shelf.servers;
  switch (answer?.kind) {
    case undefined:
      return '';
    case 'asking':
      return words.asking;
    case 'added':
      return words.added(answer.models);
    case 'faulty':
      return words.faults[answer.fault];
    case 'refused':
      return errorSentence(text, answer.code, answer.subject);
  }
}
