import type { AboutText } from './about-text.ts';

const sides = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;

export const aboutEn: AboutText = {
  plan: {
    painted: (model, size) =>
      size === null ? `painted at ${sides(model)}` : `${sides(size)}, painted at ${sides(model)}`,
    seen: (size, model) => `${sides(size)} seen at ${sides(model)}`,
    several: (count) => `in ${count} sizes`,
  },
  intro: {
    title: 'From noise to a picture',
    picture: 'A picture that forms out of noise',
    sentences: {
      noise: 'It starts with nothing but random noise.',
      prompt: 'A network that learned from pictures with captions reads your prompt.',
      steps:
        'Step by step it says what in the picture is noise, and that is taken away until your picture is left.',
      local: 'All of this happens on your own computer; picture and prompt never leave it.',
    },
    prompt: 'a red circle on a blue background',
    show: 'Show me',
    again: 'Show me again',
    stop: 'Stop',
    step: (step, steps) => `Step ${step} of ${steps}`,
    loading: 'Loading the model',
    finished: 'Finished. Nothing was written into your document.',
    close: 'Got it',
    noEngine: 'The engine is not there yet. Connect to it to see this.',
    reopen: 'Show the first steps again',
  },
  sheet: {
    open: 'About and keyboard shortcuts',
    title: 'About Underpaint',
    close: 'Close',
    tabs: { data: 'My data', keys: 'Keys', facts: 'Version' },
  },
  data: {
    stays:
      'Prompts, pictures, masks and models stay on this computer. There is no account, and nobody counts what you do.',
    document:
      'Applying adds one layer or one fill to your document. Prompt, seed and settings go with it only if you allow it; whoever opens the document can read them then. Pictures that you save always carry them.',
    downloads:
      'Models are fetched only when you ask for one, from the servers that the model’s card names. What is sent is the address of the file.',
    hostsTitle: 'Hosts that Figma lets this plugin reach',
    hosts: {
      engine: 'Serves the engine’s page, which computes on this computer.',
      development: 'This computer itself, where the engine runs during development.',
    },
    noHosts: 'None.',
  },
  keys: {
    key: 'Key',
    does: 'What it does',
    places: { panel: 'Panel', results: 'Results', editor: 'Mask editor' },
    caps: {
      mod: 'Ctrl',
      shift: 'Shift',
      alt: 'Alt',
      enter: 'Enter',
      escape: 'Esc',
      arrows: 'Arrow keys',
      arrowup: '↑',
      arrowdown: '↓',
    },
    names: {
      run: 'Run',
      leave: 'Cancel the run, or go back',
      help: 'Open this sheet',
      earlierPrompts: 'Earlier prompts',
      weigh: 'More or less weight for the selected words',
      choose: 'Choose a picture and see it in place',
      apply: 'Apply the chosen picture',
      compare: 'See what was there before, also while held',
      brush: 'Brush',
      eraser: 'Eraser',
      lasso: 'Lasso',
      rectangle: 'Rectangle',
      invert: 'Invert the mask',
      size: 'Smaller or larger brush',
      zoom: 'Zoom in, zoom out, fit',
      undo: 'Undo',
      redo: 'Redo',
      cursor: 'Move over the picture, set a point',
    },
  },
  facts: {
    plugin: 'Plugin',
    engine: 'Engine',
    device: 'Paints on',
    model: 'Model',
    isolation: 'Several threads',
    unknown: 'not known yet',
    yes: 'yes',
    no: 'no',
  },
  weights: (size) => `model ${size}`,
  share: (percent) => `${percent} percent done`,
};
