import type { Size } from '../../../protocol/geometry.ts';

export type Point = { x: number; y: number };

/** How a picture lies on its stage: a picture pixel p is at `p * scale + offset`, in CSS pixels of the stage. */
export type EditorView = { scale: number; x: number; y: number };

/** CSS pixels that stay free around a picture that is shown whole. */
const marginPx = 12;
/** A picture pixel is never shown larger than this, in CSS pixels, and a picture never smaller than a quarter of whole. */
const mostScale = 32;
const leastOfWhole = 0.25;

/** The picture whole and in the middle, never larger than its own pixels are where it is small. */
export function fitView(picture: Size, stage: Size): EditorView {
  const scale = Math.min(
    mostScale,
    Math.max(1, stage.width - 2 * marginPx) / picture.width,
    Math.max(1, stage.height - 2 * marginPx) / picture.height,
  );
  return {
    scale,
    x: (stage.width - picture.width * scale) / 2,
    y: (stage.height - picture.height * scale) / 2,
  };
}

export function toPicture({ scale, x, y }: EditorView, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale };
}

export function toStage({ scale, x, y }: EditorView, at: Point): Point {
  return { x: at.x * scale + x, y: at.y * scale + y };
}

/** Zooms about a point of the stage, which keeps showing the same spot of the picture. */
export function zoomView(
  view: EditorView,
  factor: number,
  about: Point,
  picture: Size,
  stage: Size,
): EditorView {
  const least = fitView(picture, stage).scale * leastOfWhole;
  const scale = Math.min(mostScale, Math.max(least, view.scale * factor));
  const spot = toPicture(view, about);
  return keepInSight({ scale, x: about.x - spot.x * scale, y: about.y - spot.y * scale }, picture, stage);
}

export function panView(view: EditorView, by: Point, picture: Size, stage: Size): EditorView {
  return keepInSight({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, stage);
}

/** Moves the view as far as a spot of the picture needs to be seen. */
export function revealSpot(view: EditorView, spot: Point, stage: Size): EditorView {
  const at = toStage(view, spot);
  const shift = (place: number, length: number) => {
    const margin = Math.min(24, length / 4);
    return Math.max(0, margin - place) - Math.max(0, place - (length - margin));
  };
  const [dx, dy] = [shift(at.x, stage.width), shift(at.y, stage.height)];
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}

/** Nobody loses the picture: some of it always stays on the stage. */
function keepInSight(view: EditorView, picture: Size, stage: Size): EditorView {
  const keep = (offset: number, length: number, room: number) => {
    const rest = Math.min(length, room, 48);
    return Math.min(room - rest, Math.max(rest - length, offset));
  };
  return {
    scale: view.scale,
    x: keep(view.x, picture.width * view.scale, stage.width),
    y: keep(view.y, picture.height * view.scale, stage.height),
  };
}
