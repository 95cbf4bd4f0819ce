import type { Region, TaskText } from './task-text.ts';

const quoted = (name: string) => `“${name}”`;

function named(region: Region): string {
  if (region.kind === 'layer') return quoted(region.name);
  return region.kind === 'layers' ? `${region.count} areas` : 'the marked area';
}

export const taskEn: TaskText = {
  verbs: {
    generate: 'Generate',
    fill: 'Fill',
    vary: 'Vary',
    remove: 'Remove',
    expand: 'Expand',
    add: 'Add',
    'replace-background': 'Replace background',
    sketch: 'From sketch',
  },
  mode: {
    label: 'Task',
    hints: {
      generate: 'Paints a new picture from the prompt alone.',
      fill: 'Repaints the area from the prompt and fits it to its surroundings.',
      vary: 'Paints the same picture again, a little or a lot different.',
      remove: 'Takes away what is there and carries the surroundings on over it.',
      expand: 'Carries the picture on beyond its edges.',
      add: 'Paints something new there, whatever was there before.',
      'replace-background': 'Keeps the marked area and repaints everything around it.',
      sketch: 'Takes what is drawn in the area for a sketch and paints it out.',
    },
    withoutEraser:
      'No eraser is installed, so the model paints background there, or sometimes something else. “All models…” under Advanced has erasers.',
  },
  variation: { label: 'Change', subtle: 'Subtle', strong: 'Strong' },
  plans: {
    newFrame: ({ width, height }) => `Paint a new frame of ${width} × ${height}`,
    fillOfTarget: (target) => `Paint ${quoted(target)} and make it the layer’s fill`,
    layerOverTarget: (target) => `Paint a new layer over ${quoted(target)}`,
    vary: (target) => `Paint a variation of ${quoted(target)} over it`,
    expand: (target, size) =>
      size === null
        ? `Paint the empty area of ${quoted(target)}`
        : `Expand ${quoted(target)} to ${size.width} × ${size.height} pixels`,
    fill: (region, target) => `Repaint ${named(region)} on ${quoted(target)}`,
    add: (region, target) => `Paint something new into ${named(region)} on ${quoted(target)}`,
    sketch: (region, target) => `Paint out the sketch in ${named(region)} on ${quoted(target)}`,
    remove: (region, target) =>
      region.kind === 'painted'
        ? `Remove what is in the marked area on ${quoted(target)}`
        : region.kind === 'layer'
          ? `Remove what ${quoted(region.name)} covers on ${quoted(target)}`
          : `Remove what ${region.count} shapes cover on ${quoted(target)}`,
    'replace-background': (region, target) => `Repaint ${quoted(target)} all around ${named(region)}`,
  },
  roles: {
    label: 'Layers',
    roleOf: (layer) => `What ${quoted(layer)} is for`,
    names: { repaint: 'Repaint', keep: 'Keep', context: 'Context' },
  },
  expansion: {
    area: 'Paint',
    empty: 'Empty area',
    beyond: 'Beyond the frame',
    emptyHint: 'The empty area of the frame is painted so that the picture goes on.',
    by: 'Expand by',
    ways: { sides: 'Sides', ratio: 'Format', zoom: 'Zooming out', kept: 'As before' },
    side: 'Side',
    sides: { all: 'All sides', left: 'Left', right: 'Right', top: 'Top', bottom: 'Bottom' },
    amount: 'Amount',
    ratio: 'Format',
    zoom: 'Zoom out',
  },
  reopen: {
    edit: 'Edit this result',
    replaces: (name) => `Replaces ${quoted(name)} when applied.`,
    keepOld: 'Keep the old one too',
  },
};
