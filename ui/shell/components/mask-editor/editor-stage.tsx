import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PictureRect } from '../../../../protocol/geometry.ts';
import { roomFor } from '../../state/context-box.ts';
import { createLocalPainter } from '../../state/local-mask.ts';
import type { EditorPicture } from '../../state/mask-editor.ts';
import type { MaskVersion } from '../../state/mask-history.ts';
import { usePanel } from '../panel-provider.tsx';
import { ContextFrame } from './context-frame.tsx';
import { drawStage, type StageColors } from './draw-stage.ts';
import { layersOf } from './mask-layers.ts';
import { useCursor } from './use-cursor.ts';
import type { Drawing } from './use-drawing.ts';
import type { ViewControl } from './use-view.ts';

type EditorStageProps = {
  picture: EditorPicture;
  version: MaskVersion;
  control: ViewControl;
  drawing: Drawing;
  /** Ends the running drag of the context frame. */
  letGo: RefObject<(() => void) | null>;
  say(words: string): void;
};

/** The picture with the mask over it, and everything that is drawn on it. */
export function EditorStage({ picture, version, control, drawing, letGo, say }: EditorStageProps) {
  const { state, actions, text } = usePanel();
  const { editor } = state;
  const told = editor.preview.value;
  const tooling = editor.tooling.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [dragged, setDragged] = useState<PictureRect | null>(null);
  const paint = useMemo(createLocalPainter, []);
  const layers = useMemo(() => layersOf(picture, version, told, paint), [picture, version, told]);
  const { cursor, hide, handlers } = useCursor({
    control,
    drawing,
    picture: picture.size,
    tooling: () => editor.tooling.value,
    onSpot: ({ x, y }, isSet) => say((isSet ? text.editor.news.corner : text.editor.news.position)(x, y)),
  });

  const isTold = told?.version === version;
  const own = dragged ?? version.contextBox ?? told?.preview.context ?? null;
  const seen = dragged ?? (isTold ? told.preview.context : own);
  const isPainting = tooling.tool === 'brush' || tooling.tool === 'eraser';
  const spot = drawing.hover ?? cursor;

  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const scene = {
      picture,
      view: control.view,
      layers,
      draft: drawing.draft,
      brush: isPainting && spot !== null ? { at: spot, sizePx: tooling.sizePx } : null,
      cursor: drawing.hover === null ? cursor : null,
      context: seen,
    };
    drawStage(element, control.stage, window.devicePixelRatio, scene, colorsOf(element));
  });

  // What is drawn is drawn with keys at once.
  useLayoutEffect(() => canvas.current?.parentElement?.focus(), []);

  // A pointer takes over from the keys.
  useEffect(() => {
    if (drawing.hover !== null && drawing.draft === null) hide();
  }, [drawing.hover !== null]);

  return (
    <>
      <div
        class={`editor-surface ${isPainting ? 'paints' : ''}`}
        role="application"
        aria-label={text.editor.stage}
        {...drawing.handlers}
        {...handlers}
      >
        <canvas ref={canvas} />
      </div>
      {own === null ? null : (
        <ContextFrame
          box={own}
          room={roomFor(picture.size, told?.preview.area ?? null)}
          control={control}
          letGo={letGo}
          onDrag={setDragged}
          onChange={(box, series) => {
            actions.editor.setContextBox(box, series);
            say(text.editor.news.box(`${box.x}, ${box.y}`, `${box.width} × ${box.height}`));
          }}
        />
      )}
    </>
  );
}

function colorsOf(element: Element): StageColors {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    selection: color('--mask-selection'),
    feather: color('--mask-feather'),
    shade: color('--mask-shade'),
    line: color('--mask-line'),
    lineUnder: color('--mask-line-under'),
  };
}
