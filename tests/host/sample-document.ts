import type { GradientPaint, Paint } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { Document, type DocumentOptions } from './document/document.ts';
import { withPosition } from './document/matrix.ts';
import type { NodeId, NodeProps, NodeType } from './document/node.ts';

type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * A document to try plugins on: an empty frame to paint in, a drawn evening, the frame "Hero" with a landscape, a card
 * with auto-layout, a component with an instance, a group, and a photo. Its pictures are drawn here: no file is needed.
 */
export function createSampleDocument(options: DocumentOptions = {}): Document {
  const document = new Document(options);
  addSample(document);
  return document;
}

/** Puts the sample's layers onto the current page of a document and selects the empty frame. No step of its history. */
export function addSample(document: Document): void {
  const landscape = addPicture(document, drawLandscape(640, 480));
  document.change(() => {
    const page = document.currentPageId;
    const picture = add(document, 'FRAME', page, [0, 0, 512, 512], { name: 'Picture' });
    addEvening(document, page);
    add(document, 'FRAME', page, [1184, 0, 640, 480], { name: 'Hero', fills: [landscape] });
    addCard(document, page, landscape);
    addBadges(document, page);
    addMoon(document, page);
    add(document, 'RECTANGLE', page, [1184, 592, 320, 200], {
      name: 'Photo',
      fills: [landscape],
      cornerRadii: [16, 16, 16, 16],
    });
    document.setSelection([picture]);
  });
  document.history.reset();
}

function addEvening(document: Document, page: NodeId): void {
  const scene = add(document, 'FRAME', page, [592, 0, 512, 512], {
    name: 'Evening',
    fills: [downward(0xf9d9b0, 0xe99a7a)],
  });
  add(document, 'ELLIPSE', scene, [312, 116, 112, 112], { name: 'Sun', fills: [solid(0xfff3d6)] });
  add(document, 'ELLIPSE', scene, [-160, 300, 560, 420], { name: 'Far hill', fills: [solid(0xb5718a)] });
  add(document, 'ELLIPSE', scene, [180, 330, 560, 420], { name: 'Near hill', fills: [solid(0x7a4f78)] });
  add(document, 'RECTANGLE', scene, [0, 440, 512, 72], {
    name: 'Water',
    fills: [downward(0x5d4a7d, 0x3f3a66)],
  });
}

function addCard(document: Document, page: NodeId, landscape: Paint): void {
  const card = add(document, 'FRAME', page, [0, 592, 300, 100], {
    name: 'Card',
    layoutMode: 'VERTICAL',
    primaryAxisSizingMode: 'AUTO',
    counterAxisSizingMode: 'FIXED',
    itemSpacing: 12,
    paddingTop: 16,
    paddingRight: 16,
    paddingBottom: 20,
    paddingLeft: 16,
    cornerRadii: [12, 12, 12, 12],
    effects: [
      {
        type: 'DROP_SHADOW',
        color: { r: 0, g: 0, b: 0, a: 0.18 },
        offset: { x: 0, y: 4 },
        radius: 16,
        visible: true,
        blendMode: 'NORMAL',
      },
    ],
  });
  add(document, 'RECTANGLE', card, [0, 0, 268, 140], {
    name: 'Cover',
    fills: [landscape],
    cornerRadii: [8, 8, 8, 8],
    layoutAlign: 'STRETCH',
  });
  const bold = { family: 'Inter', style: 'Bold' };
  add(document, 'TEXT', card, [0, 0, 0, 0], {
    name: 'Title',
    characters: 'A quiet valley',
    fontName: bold,
    fontSize: 18,
  });
  add(document, 'TEXT', card, [0, 0, 0, 0], {
    name: 'Caption',
    characters: 'Paint a picture for this card',
    fills: [solid(0x6f6a62)],
  });
}

function addBadges(document: Document, page: NodeId): void {
  const badge = add(document, 'COMPONENT', page, [360, 592, 120, 40], {
    name: 'Badge',
    fills: [solid(0x2f5d50)],
    cornerRadii: [20, 20, 20, 20],
  });
  add(document, 'ELLIPSE', badge, [12, 12, 16, 16], { name: 'Dot', fills: [solid(0xf2b84b)] });
  add(document, 'TEXT', badge, [38, 12, 0, 0], {
    name: 'Label',
    characters: 'Fresh',
    fills: [solid(0xffffff)],
  });
  document.setPosition(document.createInstance(badge, page, { name: 'Badge' }), 500, 592);
}

function addMoon(document: Document, page: NodeId): void {
  const glow = add(document, 'ELLIPSE', page, [360, 672, 160, 160], {
    name: 'Glow',
    fills: [nightGradient()],
  });
  const moon = add(document, 'ELLIPSE', page, [400, 712, 80, 80], { name: 'Moon', fills: [solid(0xf6f1d5)] });
  const group = document.group([glow, moon], page);
  document.update(group, { name: 'Night' });
}

function add(
  document: Document,
  type: NodeType,
  parentId: NodeId,
  [x, y, width, height]: Box,
  props: Partial<NodeProps>,
): NodeId {
  const id = document.create(type, parentId, { width, height, ...props });
  document.setTransform(id, withPosition(document.get(id).transform, x, y));
  return id;
}

function addPicture(document: Document, png: Uint8Array): Paint {
  const image = document.images.add(png);
  if (typeof image === 'string') throw new Error(image);
  return { type: 'IMAGE', scaleMode: 'FILL', imageHash: image.hash };
}

function solid(rgb: number): Paint {
  const [r, g, b] = channelsOf(rgb);
  return { type: 'SOLID', color: { r: r / 255, g: g / 255, b: b / 255 } };
}

function downward(top: number, bottom: number): GradientPaint {
  const stop = (rgb: number, position: number) => {
    const [r, g, b] = channelsOf(rgb);
    return { position, color: { r: r / 255, g: g / 255, b: b / 255, a: 1 } };
  };
  return {
    type: 'GRADIENT_LINEAR',
    gradientTransform: [
      [0, 1, 0],
      [-1, 0, 1],
    ],
    gradientStops: [stop(top, 0), stop(bottom, 1)],
  };
}

function nightGradient(): GradientPaint {
  return {
    type: 'GRADIENT_RADIAL',
    gradientTransform: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    gradientStops: [
      { position: 0, color: { r: 0.16, g: 0.2, b: 0.42, a: 1 } },
      { position: 1, color: { r: 0.05, g: 0.06, b: 0.16, a: 1 } },
    ],
  };
}

/** A sunset over three ranges of hills as an opaque PNG. */
function drawLandscape(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  const ranges = [
    { level: 0.56, swing: 0.05, waves: 2.1, color: 0xb9869a },
    { level: 0.68, swing: 0.06, waves: 1.3, color: 0x7d6288 },
    { level: 0.82, swing: 0.04, waves: 3.2, color: 0x3d4266 },
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = [x / width, y / height];
      let color = mix(0x87b7d9, 0xfbd3a5, Math.min(1, down / 0.6));
      if (Math.hypot((across - 0.68) * 4, (down - 0.36) * 3) < 0.3) color = channelsOf(0xfff0c2);
      for (const { level, swing, waves, color: hill } of ranges) {
        const ridge = level + swing * Math.sin(across * waves * 2 * Math.PI + waves);
        if (down > ridge) color = mix(hill, 0x2c3150, Math.min(0.6, (down - ridge) * 2));
      }
      data.set(color, (y * width + x) * 3);
    }
  }
  return encode({ width, height, data, channels: 3 });
}

type Channels = readonly [number, number, number];

function mix(from: number, to: number, share: number): Channels {
  const [first, second] = [channelsOf(from), channelsOf(to)];
  const [r, g, b] = first.map((channel, index) => Math.round(channel + (second[index]! - channel) * share));
  return [r!, g!, b!];
}

function channelsOf(rgb: number): Channels {
  return [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255];
}
