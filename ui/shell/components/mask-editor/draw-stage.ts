import type { PictureRect, Size } from '../../../../protocol/geometry.ts';
import { type EditorView, type Point, toStage } from '../../state/editor-view.ts';
import type { MaskDraft } from '../../state/mask-draft.ts';
import type { EditorPicture } from '../../state/mask-editor.ts';
import { fillDraft, shapePath } from './brush-path.ts';
import type { Layer, MaskLayers } from './mask-layers.ts';

/** Everything that is seen on the stage. `brush`: the ring of the brush, its middle in picture pixels. */
export type StageScene = {
  picture: EditorPicture;
  view: EditorView;
  layers: MaskLayers;
  draft: MaskDraft | null;
  brush: { at: Point; sizePx: number } | null;
  cursor: Point | null;
  context: PictureRect | null;
};

/** The stage's colors, from the theme. */
export type StageColors = {
  selection: string;
  feather: string;
  shade: string;
  line: string;
  lineUnder: string;
};

type Paint = string | CanvasPattern;

/** Draws a scene on a canvas of `stage` CSS pixels, `density` device pixels each. */
export function drawStage(
  canvas: HTMLCanvasElement,
  stage: Size,
  density: number,
  scene: StageScene,
  colors: StageColors,
): void {
  const [width, height] = [Math.round(stage.width * density), Math.round(stage.height * density)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context === null || width === 0 || height === 0) return;
  const { view, picture, layers, draft } = scene;
  const scale = view.scale * density;
  const inPicture = new DOMMatrix([scale, 0, 0, scale, view.x * density, view.y * density]);
  context.setTransform();
  context.clearRect(0, 0, width, height);
  context.setTransform(inPicture);
  context.imageSmoothingEnabled = scale * (picture.size.width / picture.bitmap.width) < 4;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.bitmap, 0, 0, picture.size.width, picture.size.height);

  const scratch = scratchOf(canvas);
  if (scratch === null) return;
  const lay = (layer: Layer, paint: Paint, opacity: number, drawn: MaskDraft | null = null) => {
    scratch.setTransform();
    scratch.globalCompositeOperation = 'source-over';
    scratch.clearRect(0, 0, width, height);
    scratch.setTransform(inPicture);
    scratch.drawImage(layer.alpha, layer.area.x, layer.area.y, layer.area.width, layer.area.height);
    if (drawn !== null) {
      scratch.globalCompositeOperation = drawn.effect === 'add' ? 'source-over' : 'destination-out';
      scratch.fillStyle = '#000';
      fillDraft(scratch, drawn);
    }
    scratch.setTransform();
    scratch.globalCompositeOperation = 'source-in';
    scratch.fillStyle = paint;
    scratch.fillRect(0, 0, width, height);
    context.setTransform();
    context.globalAlpha = opacity;
    context.drawImage(scratch.canvas, 0, 0);
    context.globalAlpha = 1;
  };
  if (layers.feather !== null) lay(layers.feather, colors.feather, 0.4);
  if (layers.hole !== null) lay(layers.hole, hatch(context, colors.selection, density), 0.7);
  // A dark rim, so that it is also seen on a picture of its own color.
  context.shadowColor = colors.lineUnder;
  context.shadowBlur = 3 * density;
  lay(layers.selection, colors.selection, 0.55, draft);
  context.shadowBlur = 0;

  context.setTransform(density, 0, 0, density, 0, 0);
  const two = (path: Path2D, dash: number[] = []) => strokeTwice(context, path, colors, dash);
  if (scene.context !== null) drawContext(context, stage, scene.context, view, colors.shade, two);
  if (draft !== null && draft.kind !== 'brush') {
    two(
      shapePath(
        draft.kind,
        draft.points.map((value, at) => value * view.scale + (at % 2 === 0 ? view.x : view.y)),
      ),
    );
  }
  if (scene.brush !== null)
    two(ringPath(toStage(view, scene.brush.at), (scene.brush.sizePx / 2) * view.scale));
  if (scene.cursor !== null) two(crossPath(toStage(view, scene.cursor)));
}

const scratches = new WeakMap<HTMLCanvasElement, OffscreenCanvas>();

/** A second canvas of the same size, on which a layer gets its color; kept, because a new one per frame would be slow. */
function scratchOf(canvas: HTMLCanvasElement): OffscreenCanvasRenderingContext2D | null {
  const known = scratches.get(canvas);
  if (known?.width === canvas.width && known.height === canvas.height) return known.getContext('2d');
  const made = new OffscreenCanvas(canvas.width, canvas.height);
  scratches.set(canvas, made);
  return made.getContext('2d');
}

/** Light dashes on a dark line: seen on any picture. */
function strokeTwice(
  context: CanvasRenderingContext2D,
  path: Path2D,
  { line, lineUnder }: StageColors,
  dash: number[],
): void {
  context.lineWidth = dash.length > 0 ? 1.5 : 2.5;
  context.strokeStyle = lineUnder;
  context.stroke(path);
  context.lineWidth = dash.length > 0 ? 1.5 : 1;
  context.strokeStyle = line;
  context.setLineDash(dash);
  context.stroke(path);
  context.setLineDash([]);
}

function drawContext(
  context: CanvasRenderingContext2D,
  stage: Size,
  box: PictureRect,
  view: EditorView,
  shade: string,
  two: (path: Path2D, dash: number[]) => void,
): void {
  const { x, y } = toStage(view, box);
  const seen = new Path2D();
  seen.rect(x, y, box.width * view.scale, box.height * view.scale);
  const unseen = new Path2D(seen);
  unseen.rect(0, 0, stage.width, stage.height);
  context.fillStyle = shade;
  context.fill(unseen, 'evenodd');
  two(seen, [5, 4]);
}

/** Thin diagonal lines, as fine on every screen and at every zoom. */
function hatch(context: CanvasRenderingContext2D, color: string, density: number): Paint {
  const sidePx = Math.round(6 * density);
  const tile = new OffscreenCanvas(sidePx, sidePx);
  const lines = tile.getContext('2d');
  if (lines === null) return color;
  lines.strokeStyle = color;
  lines.lineWidth = 1.4 * density;
  for (const shift of [-sidePx, 0, sidePx]) {
    lines.moveTo(shift - sidePx, sidePx * 2);
    lines.lineTo(shift + sidePx * 2, -sidePx);
  }
  lines.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}

function ringPath({ x, y }: Point, radius: number): Path2D {
  const path = new Path2D();
  path.arc(x, y, Math.max(1, radius), 0, 2 * Math.PI);
  return path;
}

function crossPath({ x, y }: Point): Path2D {
  const path = new Path2D();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    path.moveTo(x + dx * 3, y + dy * 3);
    path.lineTo(x + dx * 10, y + dy * 10);
  }
  return path;
}
