/** The paints of a layer; null where it has none, or several kinds at once (`figma.mixed`). */
export function readFills(layer: BaseNode): readonly Paint[] | null {
  const fills = 'fills' in layer ? layer.fills : null;
  return Array.isArray(fills) ? fills : null;
}

export function isVisiblePaint(paint: Paint): boolean {
  return paint.visible !== false && paint.opacity !== 0;
}

/** The pictures among the layer's visible paints, lowest first. */
export function readImagePaints(layer: BaseNode): ImagePaint[] {
  return (readFills(layer) ?? []).filter(
    (paint): paint is ImagePaint =>
      paint.type === 'IMAGE' && isVisiblePaint(paint) && paint.imageHash !== null,
  );
}

/** The topmost picture among the layer's visible paints. */
export function readImagePaint(layer: BaseNode): ImagePaint | null {
  const images = readImagePaints(layer);
  return images[images.length - 1] ?? null;
}

/** Paints that the host lets a plugin write back; it refuses a list with a VIDEO in it, and kinds it does not know yet. */
const rewritable: ReadonlySet<string> = new Set([
  'SOLID',
  'GRADIENT_LINEAR',
  'GRADIENT_RADIAL',
  'GRADIENT_ANGULAR',
  'GRADIENT_DIAMOND',
  'IMAGE',
]);

/** Whether a picture can become one of the layer's paints without touching what the host refuses to take back. */
export function canTakeFill(layer: SceneNode): boolean {
  if (layer.type === 'TEXT' || layer.type === 'LINE') return false;
  return readFills(layer)?.every((paint) => rewritable.has(paint.type)) ?? false;
}

export function imagePaint(imageHash: string): ImagePaint {
  return { type: 'IMAGE', imageHash, scaleMode: 'FILL' };
}

/**
 * Adds a picture to the paints: in the place of the picture that we put there before (`formerHash`), else on top, so that
 * nothing of the person's own is lost. Where the person has since fitted or cropped ours, the new one lies the same way.
 */
export function withPicture(paints: readonly Paint[], imageHash: string, formerHash: string): Paint[] {
  const former = paints.findIndex(
    (paint) => paint.type === 'IMAGE' && formerHash !== '' && paint.imageHash === formerHash,
  );
  if (former < 0) return [...paints, imagePaint(imageHash)];
  return paints.map((paint, index) =>
    index === former ? { ...imagePaint(imageHash), ...chosenScale(paint) } : paint,
  );
}

function chosenScale(paint: Paint): Pick<ImagePaint, 'scaleMode' | 'imageTransform'> | null {
  if (paint.type !== 'IMAGE') return null;
  const { scaleMode, imageTransform } = paint;
  if (scaleMode === 'FIT') return { scaleMode };
  return scaleMode === 'CROP' && imageTransform !== undefined ? { scaleMode, imageTransform } : null;
}
