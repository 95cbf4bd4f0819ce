import { usePanel } from '../panel-provider.tsx';
import { ArrowIcon } from './editor-icons.tsx';
import { ToolButton } from './tool-button.tsx';

const ways = [
  { name: 'left', right: -0.5, down: 0, quarterTurns: 0 },
  { name: 'up', right: 0, down: -0.5, quarterTurns: 1 },
  { name: 'down', right: 0, down: 0.5, quarterTurns: 3 },
  { name: 'right', right: 0.5, down: 0, quarterTurns: 2 },
] as const;

/** Chooses which part of a very large layer is painted on, by halves of it. */
export function WindowMover() {
  const { actions, text } = usePanel();
  return (
    <div class="window-mover">
      <p class="hint">{text.editor.window.hint}</p>
      {ways.map(({ name, right, down, quarterTurns }) => (
        <ToolButton
          key={name}
          label={text.editor.window[name]}
          onClick={() => actions.editor.moveWindow(right, down)}
        >
          <ArrowIcon quarterTurns={quarterTurns} />
        </ToolButton>
      ))}
    </div>
  );
}
