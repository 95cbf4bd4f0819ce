import { useRef } from 'preact/hooks';
import type { MaskEdit } from '../../../../protocol/mask-edits.ts';
import { type EditorPicture, type EditorTool, editorTools } from '../../state/mask-editor.ts';
import { type MaskVersion, mostBrushPx } from '../../state/mask-history.ts';
import { usePanel } from '../panel-provider.tsx';
import { EditorOptions } from './editor-options.tsx';
import { EditorStage } from './editor-stage.tsx';
import { EditorStatus } from './editor-status.tsx';
import { EditorToolbar, toolKeys, zoomStep } from './editor-toolbar.tsx';
import { useDrawing } from './use-drawing.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useView } from './use-view.ts';

type EditorBodyProps = {
  picture: EditorPicture;
  version: MaskVersion;
  /** The last thing that was told of what a person did; empty where the tool's hint says more. */
  said: string;
  say(words: string): void;
};

/** How much a key makes the brush larger. */
const sizeStep = 1.2;

/** The picture between the tools and their settings, and the keys of all of them. */
export function EditorBody({ picture, version, said, say }: EditorBodyProps) {
  const { state, actions, text } = usePanel();
  const { editor } = state;
  const { news } = text.editor;
  const stage = useRef<HTMLDivElement>(null);
  const letGo = useRef<(() => void) | null>(null);
  const control = useView(stage, picture.size);
  const drawing = useDrawing({
    control,
    picture: picture.size,
    tooling: () => editor.tooling.value,
    onEdit: (edit) => {
      if (edit !== null) add(edit);
      else say(news.dropped);
    },
  });

  function add(edit: MaskEdit): void {
    actions.editor.add(edit);
    if (edit.kind === 'invert') say(news.inverted);
    else say('effect' in edit && edit.effect === 'subtract' ? news.subtracted : news.added);
  }

  function clear(): void {
    actions.editor.clear();
    say(news.cleared);
  }

  function zoom(factor: number): void {
    control.zoom(factor);
    say(news.zoom(Math.round(control.now().scale * 100)));
  }

  function resize(factor: number): void {
    const { sizePx } = editor.tooling.value;
    // A small brush must change as well.
    const next = factor > 1 ? Math.max(sizePx + 1, sizePx * factor) : Math.min(sizePx - 1, sizePx * factor);
    actions.editor.setTooling({ sizePx: Math.round(Math.min(mostBrushPx, Math.max(1, next))) });
  }

  function undo(): void {
    if (!editor.canUndo.value) return;
    actions.editor.undo();
    say(news.undone);
  }

  function redo(): void {
    if (!editor.canRedo.value) return;
    actions.editor.redo();
    say(news.redone);
  }

  function choose(next: EditorTool): void {
    drawing.setDraft(null);
    actions.editor.setTooling({ tool: next });
    // What was said of the last tool is over: the hint of this one shows.
    say('');
  }

  /** Ends what is being dragged or drawn, else the editor. */
  function stepBack(): void {
    if (letGo.current !== null) letGo.current();
    else if (!drawing.cancel()) actions.editor.close();
  }

  const invert = () => add({ kind: 'invert' });
  useShortcuts({
    ...Object.fromEntries(editorTools.map((name) => [toolKeys[name].toLowerCase(), () => choose(name)])),
    i: invert,
    '[': () => resize(1 / sizeStep),
    ']': () => resize(sizeStep),
    '0': control.fit,
    '+': () => zoom(zoomStep),
    '-': () => zoom(1 / zoomStep),
    'mod+z': undo,
    'mod+shift+z': redo,
    'mod+y': redo,
    escape: stepBack,
  });

  return (
    <>
      <EditorToolbar onChoose={choose} onInvert={invert} onClear={clear} onZoom={zoom} onFit={control.fit} />
      <div class="editor-stage" ref={stage}>
        <EditorStage
          picture={picture}
          version={version}
          control={control}
          drawing={drawing}
          letGo={letGo}
          say={say}
        />
      </div>
      <EditorStatus version={version} said={said} />
      <EditorOptions picture={picture} version={version} />
    </>
  );
}
