import { Fragment } from 'preact';
import { shortcutNames, shortcutPlaces, shortcuts } from '../../state/about.ts';
import type { Text } from '../../text/text.ts';
import { usePanel } from '../panel-provider.tsx';

/** Every key that does something, by where it does it. */
export function KeysPage() {
  const { text } = usePanel();
  const words = text.about.keys;
  return (
    <>
      {shortcutPlaces.map((place) => (
        <table key={place} class="keys">
          <caption>{words.places[place]}</caption>
          <thead class="unseen">
            <tr>
              <th scope="col">{words.key}</th>
              <th scope="col">{words.does}</th>
            </tr>
          </thead>
          <tbody>
            {shortcutNames
              .filter((name) => shortcuts[name].place === place)
              .map((name) => (
                <tr key={name}>
                  <td>
                    {shortcuts[name].keys.map((keys) => (
                      <Keys key={keys} keys={keys} caps={words.caps} />
                    ))}
                  </td>
                  <td>{words.names[name]}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </>
  );
}

type Caps = Text['about']['keys']['caps'];

function Keys({ keys, caps }: { keys: string; caps: Caps }) {
  // A plus is a key, too.
  const parts = keys === '+' ? ['+'] : keys.split('+');
  return (
    <span class="key-group">
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 ? '+' : ''}
          <kbd>{nameKey(part, caps)}</kbd>
        </Fragment>
      ))}{' '}
    </span>
  );
}

const isMac = () => /Mac|iP(hone|ad)/.test(navigator.platform);

function nameKey(part: string, caps: Caps): string {
  if (part === 'mod' && isMac()) return '⌘';
  return (caps as Partial<Record<string, string>>)[part] ?? part.toUpperCase();
}
