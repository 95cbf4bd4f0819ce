import type { NodeId } from '../protocol/host-contract.ts';
import { findSpot } from './find-spot.ts';
import { canvasBoxOf, coordinatesOf, resolveLayer } from './layers.ts';
import { identity, invert, multiply } from './node-geometry.ts';
import { keepInPlace } from './picture-spot.ts';
import { inOneStep } from './place-image.ts';
import { leavePreview } from './preview-layer.ts';

/** Units between a picture and the words below it, and the size of the words. */
const gap = 8;
const fontSize = 11;
const font: FontName = { family: 'Inter', style: 'Regular' };

type Caption = { under: NodeId; text: string };

/**
 * Writes words right below a layer, beside it in its own parent or, where that takes none, in the nearest that does: one undo
 * step, or nothing changed and an AppError.
 */
export async function placeCaption({ under, text }: Caption): Promise<{ node: NodeId }> {
  leavePreview();
  // Words can only be set in a font that has been loaded, and nothing may come between the changes of a step.
  await figma.loadFontAsync(font);
  const picture = await resolveLayer(under);
  const box = canvasBoxOf(picture);
  let caption: TextNode | null = null;
  return inOneStep(
    () => {
      caption = figma.createText();
      caption.fontName = font;
      caption.fontSize = fontSize;
      caption.characters = text;
      caption.name = 'Underpaint credit';
      const { holder, index } = spotBeside(picture);
      holder.insertChild(index, caption);
      keepInPlace(caption, holder);
      const [[a, b, x], [c, d, y]] = multiply(invert(coordinatesOf(holder)) ?? identity, [
        [1, 0, box.x],
        [0, 1, box.y + box.height + gap],
      ]);
      caption.relativeTransform = [
        [a, b, x],
        [c, d, y],
      ];
      return { node: caption.id };
    },
    () => {
      if (caption !== null && !caption.removed) caption.remove();
    },
  );
}

function spotBeside(picture: SceneNode) {
  const { parent } = picture;
  if (parent !== null && (parent.type === 'PAGE' || parent.type === 'FRAME' || parent.type === 'SECTION'))
    return { holder: parent, index: parent.children.findIndex(({ id }) => id === picture.id) + 1 };
  return findSpot(picture, null);
}
