import { aboutEn } from './about-en.ts';
import { editorEn } from './editor-en.ts';
import { keptEn } from './kept-en.ts';
import { lookEn } from './look-en.ts';
import { promptEn } from './prompt-en.ts';
import { provenanceEn, provenanceErrorsEn } from './provenance-en.ts';
import { queueEn } from './queue-en.ts';
import { shelfEn } from './shelf-en.ts';
import { taskEn } from './task-en.ts';
import type { Text } from './text.ts';

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

export const en: Text = {
  languageName: 'English',
  panelLabel: 'Underpaint',
  prompt: promptEn,
  ...queueEn,
  ...taskEn,
  placement: { label: 'Place as', fill: 'Fill', layer: 'New layer' },
  size: {
    label: 'Size',
    custom: 'Custom',
    width: 'Width',
    height: 'Height',
    presets: {
      square: 'Square',
      landscape: 'Landscape',
      portrait: 'Portrait',
      wide: 'Wide',
      story: 'Story',
    },
  },
  seed: {
    label: 'Seed',
    dice: 'Roll a new seed',
    lock: 'Keep this seed for the next run',
    unlock: 'Take a new seed for every run',
    use: (seed) => `Use seed ${seed} again`,
  },
  count: { label: 'Pictures' },
  advanced: {
    label: 'Advanced',
    steps: 'Steps',
    guidance: 'Guidance',
    scheduler: 'Sampler',
    schedulers: {
      ddim: 'DDIM',
      euler: 'Euler',
      'euler-a': 'Euler ancestral',
      'dpm++2m': 'DPM++ 2M',
      'dpm++2m-karras': 'DPM++ 2M Karras',
      'dpm++2m-sde': 'DPM++ 2M SDE',
      unipc: 'UniPC',
      lcm: 'LCM (few steps)',
      tcd: 'TCD (few steps)',
      pndm: 'PNDM',
      flow: 'Flow (Euler)',
    },
    modelDefault: 'Model default',
    context: 'Context',
    contexts: { auto: 'Automatic', whole: 'Whole picture', mask: 'Area only' },
    ownContext: 'Own box',
    edge: 'Edge',
    edges: { blend: 'Blend', strict: 'Strict', raw: 'Raw' },
    membrane: 'Match light at the edge',
    strength: 'Strength',
    usualStrength: 'Back to the usual strength',
    device: 'Runs on',
    devices: { auto: 'Automatic', webgpu: 'Graphics card', wasm: 'Processor' },
    safety: 'Safety check',
    safetyChoices: { off: 'Off', on: 'Blur if not safe for work' },
    model: 'Model',
    language: 'Language',
    languageAuto: 'Auto',
  },
  models: {
    add: 'Add a model from a folder…',
    adding: 'Looking at the folder…',
    drop: 'Drop the folder to add its model',
    hint: 'A folder as optimum-cli exports it. It can also be dropped here.',
    temporary: 'This model is there until the plugin closes. Add its folder again next time.',
  },
  shelf: shelfEn,
  editor: editorEn,
  provenance: provenanceEn,
  kept: keptEn,
  look: lookEn,
  about: aboutEn,
  progress: {
    label: 'Progress',
    reading: 'Reading the layer',
    starting: 'Starting',
    loading: (loadedBytes, totalBytes) =>
      totalBytes > 0
        ? `Loading the model, ${megabytes(loadedBytes)} of ${megabytes(totalBytes)}`
        : 'Loading the model',
    encoding: 'Reading the prompt',
    painting: (number, count) => (count === 1 ? 'Painting' : `Painting picture ${number} of ${count}`),
    finishing: (number, count) => (count === 1 ? 'Finishing' : `Finishing picture ${number} of ${count}`),
    step: (step, steps) => `Step ${step} of ${steps}`,
    finished: (count) => (count === 1 ? 'The picture is finished.' : `${count} pictures are finished.`),
    cancelled: 'Canceled.',
    placed: 'The picture is in the document.',
  },
  results: {
    label: 'Results',
    candidate: (number, count) => `Picture ${number} of ${count}`,
    forming: (number, count) => `Picture ${number} of ${count}, forming`,
    apply: 'Apply',
    applied: 'Applied',
    discard: 'Discard',
    flags: {
      'not-safe-for-work': 'Hidden: the safety checker takes this for not safe for work. It may be wrong.',
      unchecked: 'Hidden: the safety checker could not look at this picture.',
    },
    reveal: 'Show anyway',
    before: 'Before',
    after: 'After',
    showBefore: 'Before: show the original (O)',
    showAfter: 'After: show the picture (O)',
  },
  run: { cancel: 'Cancel', shortcut: 'Ctrl or Cmd + Enter' },
  notice: { dismiss: 'Dismiss', reconnect: 'Connect again', rerun: 'Try again' },
  engine: {
    idle: 'Engine not started',
    connecting: 'Connecting to the engine…',
    unreachable: 'Engine not reachable',
    webgpu: (adapter) => (adapter === '' ? 'Graphics card' : adapter),
    wasm: (threads) => (threads === 1 ? 'Processor, 1 thread' : `Processor, ${threads} threads`),
  },
  resize: 'Resize the panel',
  errors: {
    ...provenanceErrorsEn,
    cancelled: 'The run was canceled. Nothing in the document changed; start it again whenever you like.',
    'connection-lost':
      'The connection to the engine broke off. Connect again; nothing in the document changed.',
    'timed-out':
      'An answer took too long to come. Try again, with fewer pictures or steps if it keeps happening.',
    'unknown-method':
      'The parts of the plugin come from different versions. Close the plugin and open it again.',
    'bad-message': 'The parts of the plugin misunderstood each other. Close the plugin and open it again.',
    'version-mismatch':
      'The engine has another version than this plugin. Close the plugin and open it again, or update whichever is older.',
    internal:
      'Something unexpected went wrong in the plugin. Try again; if it stays, close and reopen the plugin.',
    'target-gone': 'The layer was deleted in the meantime. Select another one and try again.',
    'target-hidden': 'The selected layer is hidden. Show it in the layer list, then try again.',
    'target-empty':
      'There is no picture under the selected shape to repaint. Put the shape over a picture, or select the frame alone to generate one.',
    'target-too-large':
      'The layer is too large to be read in one piece. Scale it down or choose a layer of at most 4096 × 4096 pixels.',
    'target-unsupported':
      'A layer of this kind cannot take a picture. Select a frame, a rectangle or another shape instead.',
    'several-targets':
      'Several pictures are selected, so it is unclear which one is meant. Select one picture, plus the shapes over it.',
    'mask-outside':
      'What is marked lies beside the picture. Move the shape over the area that should be repainted, or paint the mask there.',
    'mask-empty':
      'Nothing is marked: the mask is empty, or the shape has no visible fill or stroke. Paint something, or give the shape a fill.',
    'nothing-to-expand':
      'The picture fills its frame and nothing was added around it. Choose a side or a format, or make the frame larger.',
    'nothing-to-keep':
      'The marked area covers the whole picture, so no background is left to replace. Choose a smaller area.',
    'expansion-too-large':
      'The expanded picture would have more than 4096 pixels on a side. Choose a smaller amount, or scale the picture down.',
    'recipe-unreadable':
      'What this result was made with cannot be read any more. Select the picture under it and run anew.',
    'recipe-elsewhere':
      'The settings of this result are neither in this document nor on this computer. Select the picture under it and run anew.',
    'export-failed':
      'Figma could not export the layer. Check that it is visible and not empty, then try again.',
    'place-refused':
      'Figma refused to put the picture there. Apply it again, or select a layer outside of instances and run anew.',
    'document-read-only':
      'This file can be viewed but not edited by you. Ask for edit access or duplicate it to your drafts.',
    'storage-full':
      'Figma’s storage for plugins is full, so your settings could not be kept. Shorten very long prompts.',
    'not-a-picture': 'This file is not a picture that can be read. Use a PNG, JPEG or GIF instead.',
    'picture-too-large':
      'The picture has too many pixels. Scale it down to at most 4096 × 4096 and try again.',
    'drop-on-canvas':
      'The panel itself takes no files. Drop the picture on the canvas, then select it there.',
    'engine-unreachable':
      'The engine does not answer. Check that it is running and that nothing blocks it, then connect again.',
    'engine-refused':
      'The engine page refused this panel. Install the plugin anew, or tell whoever hosts the engine.',
    'model-missing':
      'The model’s files cannot be found. Check your connection or ask whoever hosts the engine, then try again.',
    'model-broken': 'The model’s files are damaged. Copy or download them again, or choose another model.',
    'model-unsupported':
      'This kind of model cannot be run here. Choose another one, for example an export of Stable Diffusion 1.5.',
    'model-file-missing':
      'Files of the model are missing. Put them into the model’s folder, then add the folder again.',
    'model-json':
      'A file of the model that should hold JSON holds something else. Export or download the model again.',
    'model-operator':
      'The model contains an operation that browsers lack. Use an export by optimum-cli that was not optimized for one device.',
    'model-mismatch': 'The parts of this model do not fit together. Use parts of one and the same export.',
    'tokenizer-mismatch':
      'The tokenizer belongs to another model. Put the folder “tokenizer” of this model in its place.',
    'not-a-model': 'There is no model in there. Choose the folder that has model_index.json and unet in it.',
    'several-models': 'There are several models in this folder. Choose the folder of one of them.',
    'folder-unreadable':
      'The dropped folder could not be read. Choose it with “Add a model from a folder…” under Advanced.',
    'model-gone':
      'The chosen model is no longer on this computer, so the built-in one is chosen. Get it again under “All models…”.',
    'model-not-exported':
      'This model has not been exported for the browser yet. Export it with optimum-cli (docs/export-a-model.md says how), then choose the result.',
    'model-of-sound': 'This model makes sound and no pictures. Choose one that makes pictures.',
    'encoder-missing':
      'This model has no part that looks at pictures, so it can only generate. Choose another model, or the frame alone.',
    'no-half-floats':
      'This graphics card has no 16-bit numbers, and in 32 bits the model is too large for it. Choose a smaller model.',
    'scheduler-unsupported':
      'This sampler does not go with this model or this number of steps. Choose another sampler under Advanced, or “Model default”.',
    'task-unsupported': 'This model cannot do that. Choose another model or another selection.',
    'out-of-memory':
      'The memory was not enough. Close other programs, ask for fewer pictures, or choose a smaller area.',
    'device-lost':
      'The graphics card stopped answering. Try again; if it happens again, choose “Processor” under Advanced.',
    'no-webgpu':
      'This computer offers no graphics card to the plugin. Choose “Automatic” or “Processor” under Advanced.',
    'bad-numbers':
      'The model computed numbers that are no picture. Try another seed or less guidance; if it stays, export the model again.',
    'picture-shifted':
      'The model has moved the whole picture instead of repainting the area, so nothing was kept. Try another seed or less strength.',
    'prompt-missing': 'There is no prompt yet. Describe the picture in a few words, then press Generate.',
    'request-invalid': 'One of the settings is out of range. Check the numbers under Advanced and try again.',
    'network-lost':
      'The connection was lost while the model was being downloaded. Check it, then resume: what has come stays.',
    'server-refused':
      'No server gives out this file of the model. Try again later, or add the model from a folder under Advanced.',
    'changed-on-server':
      'A file of the model has been replaced on the server and is not the one that belongs to it. Update the plugin, or choose another model.',
    'no-space':
      'There is not enough free space for the model (needed > free). Remove other models or files, then resume.',
    'storage-refused':
      'The browser refuses to store the model’s files. Allow storage for this page, or leave the private window.',
    'license-not-accepted':
      'The model’s license has not been accepted. Open it on the shelf, read what it means, and accept it there.',
    'model-busy':
      'Something is still being done with this model. Wait until it is through, or stop it first.',
    'address-invalid':
      'This is no address of a server. Write it as https://models.example.com/, without a user name.',
    'address-insecure':
      'Models come from another machine over https only. Use an https address; http works for localhost alone.',
    'server-unreachable':
      'The server does not answer, or does not let this page read from it. Check the address and your connection, and ask whoever runs it to allow CORS.',
    'no-cors':
      'The server answers but does not let this page read from it. Ask whoever runs it to send “Access-Control-Allow-Origin: *”.',
    'shelf-broken':
      'The server’s list of models cannot be read at this place. Ask whoever runs it to correct the file.',
    'shelf-empty':
      'There are no models at this address. Put a shelf.json there, or a folder per model with files.json in it.',
    'archive-unreadable':
      'The .zip file cannot be unpacked: it is damaged, has a password or is no .zip. Pack it again, or add the folder itself.',
    'archive-unsafe':
      'The .zip file holds names that lead out of it, or far more than it seems to, so nothing of it was kept. Get it again from a source you trust.',
  },
  warnings: {
    'prompt-truncated': 'The prompt is longer than the model reads; its end was left out. Shorten it.',
    'negative-ignored':
      '“Keep out” has no effect with these settings. Raise the guidance under Advanced, or choose another model.',
    'few-step-mask':
      'With so few steps the edge of the area is followed less softly. Use more steps for a finer edge.',
    'small-mask': 'The area is very small, so the prompt may show little. Draw a larger shape.',
    'software-webgpu':
      'The graphics card is only emulated here, which is slow. Choose “Automatic” under Advanced.',
    'safety-unchecked':
      'Nobody has checked these pictures: no safety checker is installed. Get one under “All models…”.',
    'window-only':
      'The frame is larger than 4096 pixels, so only the part around the area was looked at and worked on.',
    'strength-quantized': (levels) =>
      `Different strengths are told apart in ${levels} levels with this number of steps. Use more steps for finer ones.`,
    'retried-precise':
      'The numbers broke on the graphics card, so the picture was painted again on the processor, in higher precision.',
    'candidate-shifted': (count) =>
      count === '1'
        ? 'One picture was thrown away because the model had moved it. Run again for another one.'
        : `${count} pictures were thrown away because the model had moved them. Run again for others.`,
    'coarse-region':
      'The area is much larger than what the model paints at once, so its detail is coarse. Mark a smaller area for more.',
    other: 'The engine remarked on something that this version cannot name. Update the plugin to read it.',
  },
};
