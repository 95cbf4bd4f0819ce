import { describe, expect, test } from 'vitest';
import { roleByName } from '../../../plugin/mask-role.ts';
import { decideSelection, type LayerFacts } from '../../../plugin/target-and-masks.ts';
import type { MaskRole } from '../../../protocol/host-contract.ts';

const layer = (id: string, type: string, facts: Partial<LayerFacts> = {}): LayerFacts => ({
  id,
  name: `the ${id}`,
  type,
  box: { x: 0, y: 0, width: 100, height: 100 },
  isShown: true,
  hasImage: false,
  role: 'repaint',
  ...facts,
});

const inner = { x: 20, y: 20, width: 30, height: 30 };
const far = { x: 500, y: 0, width: 30, height: 30 };
const frame = layer('frame', 'FRAME');
const photo = layer('photo', 'RECTANGLE', { hasImage: true });
const ellipse = layer('ellipse', 'ELLIPSE', { box: inner });
const pencil = layer('pencil', 'VECTOR', { box: inner });
const line = layer('line', 'LINE', { box: { ...inner, height: 0 } });
const words = layer('words', 'TEXT', { box: inner });
const kept = layer('kept', 'ELLIPSE', { box: inner, role: 'keep' });
const seen = layer('seen', 'FRAME', { role: 'context' });
const beside = layer('beside', 'ELLIPSE', { box: far });

/** Every order in which a selection can come. */
function orders<T>(items: readonly T[]): T[][] {
  return items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) =>
        orders([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
      );
}

type Case = {
  selected: LayerFacts[];
  /** The picture under each shape that has one. */
  below?: Record<string, LayerFacts>;
  is: unknown;
};

const target = (node: LayerFacts, ...masks: LayerFacts[]) => ({
  kind: 'target',
  target: node.id,
  masks: masks.map(({ id }) => id).sort(),
});
const unusable = (code: string, node: LayerFacts) => ({ kind: 'unusable', code, name: node.name });

const cases: Record<string, Case> = {
  nothing: { selected: [], is: { kind: 'nothing' } },
  'a frame': { selected: [frame], is: target(frame) },
  'a component': { selected: [layer('c', 'COMPONENT')], is: target(layer('c', 'COMPONENT')) },
  'an instance': { selected: [layer('i', 'INSTANCE')], is: target(layer('i', 'INSTANCE')) },
  'a section': { selected: [layer('s', 'SECTION')], is: target(layer('s', 'SECTION')) },
  'a frame over a picture is a target, not a mask': {
    selected: [frame],
    below: { frame: photo },
    is: target(frame),
  },
  'a picture': { selected: [photo], is: target(photo) },
  'a picture over another picture': {
    selected: [photo],
    below: { photo: layer('under', 'RECTANGLE', { hasImage: true }) },
    is: target(photo),
  },
  'a shape over nothing is filled itself': { selected: [ellipse], is: target(ellipse) },
  'a shape over a picture': { selected: [ellipse], below: { ellipse: photo }, is: target(photo, ellipse) },
  'two shapes over one picture': {
    selected: [ellipse, pencil],
    below: { ellipse: photo, pencil: photo },
    is: target(photo, ellipse, pencil),
  },
  'a line over a picture': { selected: [line], below: { line: photo }, is: target(photo, line) },
  'a line alone': { selected: [line], is: unusable('target-unsupported', line) },
  'a frame and a shape over it': { selected: [frame, ellipse], is: target(frame, ellipse) },
  'a picture, shapes and words over it': {
    selected: [photo, ellipse, pencil, words],
    is: target(photo, ellipse, pencil, words),
  },
  'a group of shapes over a frame': {
    selected: [frame, layer('g', 'GROUP', { box: inner })],
    is: target(frame, layer('g', 'GROUP')),
  },
  'a group with a picture': {
    selected: [layer('g', 'GROUP', { hasImage: true })],
    is: target(layer('g', 'GROUP')),
  },
  'a frame and a scanned mask over it': { selected: [frame, photo], is: target(frame, photo) },
  'a painted mask over a picture, told by its name': {
    selected: [photo, layer('mask', 'RECTANGLE', { hasImage: true, name: 'Mask 1', box: inner })],
    is: target(photo, layer('mask', 'RECTANGLE')),
  },
  'a painted mask alone': {
    selected: [layer('mask', 'RECTANGLE', { hasImage: true, name: 'Maske', box: inner })],
    below: { mask: photo },
    is: target(photo, layer('mask', 'RECTANGLE')),
  },
  'two pictures': {
    selected: [photo, layer('second', 'ELLIPSE', { hasImage: true })],
    is: unusable('several-targets', layer('second', 'ELLIPSE')),
  },
  'a frame and a shape beside it': { selected: [frame, beside], is: unusable('mask-outside', beside) },
  'a hidden mask over a frame serves again': {
    selected: [frame, { ...ellipse, isShown: false }],
    is: target(frame, ellipse),
  },
  'a hidden frame': { selected: [{ ...frame, isShown: false }], is: unusable('target-hidden', frame) },
  'a hidden shape over a picture serves again': {
    selected: [{ ...ellipse, isShown: false }],
    below: { ellipse: photo },
    is: target(photo, ellipse),
  },
  'a hidden shape over nothing': {
    selected: [{ ...ellipse, isShown: false }],
    is: unusable('target-hidden', ellipse),
  },
  'a shape to keep over a picture': { selected: [photo, kept], is: target(photo, kept) },
  'a shape to keep alone': { selected: [kept], below: { kept: photo }, is: target(photo, kept) },
  'a frame called Context beside a picture': { selected: [photo, seen], is: target(photo, seen) },
  'a frame called Context beside another frame': { selected: [frame, seen], is: target(frame, seen) },
  'a frame called Context and a shape over a picture': {
    selected: [seen, ellipse],
    below: { ellipse: photo, seen: layer('under the context', 'FRAME', { hasImage: true }) },
    is: target(photo, ellipse, seen),
  },
  'a frame called Context alone is a frame': { selected: [seen], below: { seen: photo }, is: target(seen) },
  'a frame called Context with a shape over it, and no picture': {
    selected: [seen, ellipse],
    is: target(seen, ellipse),
  },
  'two frames called Context': {
    selected: [seen, layer('seen too', 'FRAME', { role: 'context' })],
    is: unusable('several-targets', layer('seen too', 'FRAME')),
  },
  'a frame called Context beside a picture that it does not touch': {
    selected: [photo, { ...seen, box: far }],
    is: unusable('mask-outside', seen),
  },
  'a shape called Context reaches over another picture': {
    selected: [ellipse, { ...pencil, role: 'context' }],
    below: { ellipse: photo, pencil: layer('second', 'FRAME', { hasImage: true }) },
    is: target(photo, ellipse, pencil),
  },
  'only a shape called Context': {
    selected: [{ ...pencil, role: 'context' }],
    below: { pencil: photo },
    is: target(photo, pencil),
  },
  'a picture to keep over a frame': {
    selected: [frame, { ...photo, role: 'keep' }],
    is: target(frame, photo),
  },
  'a picture to keep over a picture': {
    selected: [photo, layer('second', 'RECTANGLE', { hasImage: true, role: 'keep' })],
    is: target(photo, layer('second', 'RECTANGLE')),
  },
  'a picture that is called Keep, under a shape': {
    selected: [{ ...photo, role: 'keep' }, ellipse],
    below: { ellipse: { ...photo, role: 'keep' } },
    is: target(photo, ellipse),
  },
  'two frames': {
    selected: [frame, layer('other', 'FRAME')],
    is: { kind: 'targets', targets: [frame.id, 'other'].sort() },
  },
  'two frames, one of them hidden': {
    selected: [frame, layer('other', 'FRAME', { isShown: false })],
    is: unusable('target-hidden', layer('other', 'FRAME')),
  },
  'two frames and a shape': {
    selected: [frame, layer('other', 'FRAME'), ellipse],
    is: unusable('several-targets', layer('other', 'FRAME')),
  },
  'two shapes over nothing': { selected: [ellipse, pencil], is: unusable('several-targets', pencil) },
  'two shapes over two pictures': {
    selected: [ellipse, pencil],
    below: { ellipse: photo, pencil: layer('second', 'FRAME', { hasImage: true }) },
    is: unusable('several-targets', layer('second', 'FRAME')),
  },
  'two shapes, one over a picture': {
    selected: [ellipse, beside],
    below: { ellipse: photo },
    is: unusable('mask-outside', beside),
  },
  words: { selected: [words], below: { words: photo }, is: unusable('target-unsupported', words) },
  'a slice': {
    selected: [layer('slice', 'SLICE')],
    is: unusable('target-unsupported', layer('slice', 'SLICE')),
  },
  'a kind that is not known yet, over a frame': {
    selected: [frame, layer('new', 'HOLOGRAM')],
    is: unusable('target-unsupported', layer('new', 'HOLOGRAM')),
  },
  'a frame without area': {
    selected: [{ ...frame, box: { ...inner, width: 0 } }],
    is: unusable('target-empty', frame),
  },
  'a frame without a place': { selected: [{ ...frame, box: null }], is: unusable('target-empty', frame) },
};

describe('the name of a layer', () => {
  test.each<[string, MaskRole]>([
    ['Keep', 'keep'],
    ['keep the boat', 'keep'],
    ['KEEP-2', 'keep'],
    ['Behalten', 'keep'],
    ['behalten: Boot', 'keep'],
    ['Keepsake', 'repaint'],
    ['Do not keep', 'repaint'],
    ['Context', 'context'],
    ['context 2', 'context'],
    ['Kontext', 'context'],
    ['Ausschnitt (links)', 'context'],
    ['Contextual menu', 'repaint'],
    ['Kontextmenü', 'repaint'],
    ['Ausschnitte', 'repaint'],
    ['Ellipse 1', 'repaint'],
    ['', 'repaint'],
  ])('%j says %s', (name, role) => {
    expect(roleByName(name)).toBe(role);
  });
});

describe('what is selected', () => {
  test.each(Object.entries(cases))('%s', (_, { selected, below = {}, is }) => {
    for (const order of orders(selected)) {
      expect(decideSelection(order, ({ id }) => below[id] ?? null)).toEqual(is);
    }
  });
});
