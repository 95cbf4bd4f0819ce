import { formatBytes, formatDay, formatProgress, formatSpeed, roundDuration } from './format.ts';
import type { ShelfText } from './shelf-text.ts';

const bytes = (count: number) => formatBytes(count, 'en');

export const shelfEn: ShelfText = {
  title: 'Models',
  open: 'All models…',
  back: 'Back to painting',
  connecting: 'The models are shown as soon as the engine answers.',
  groups: { added: 'Added by you', servers: 'From your servers' },
  tasks: { generate: 'Generate', fill: 'Fill', vary: 'Vary', remove: 'Remove' },
  bytes,
  sizeUnknown: 'Size not known',
  storage: {
    label: 'Storage',
    kinds: {
      opfs: 'Models are kept as files in this browser.',
      indexeddb:
        'This browser offers no files, so models are kept in its database, which is slower. Another browser may be quicker.',
      memory:
        'This browser stores nothing here: models are gone when the plugin closes. Allow storage, or leave the private window.',
    },
    used: (usedBytes) => `${bytes(usedBytes)} used`,
    free: (freeBytes) => `${bytes(freeBytes)} free`,
    persisted: 'They stay until you remove them.',
    notPersisted: 'If the disk runs short, the browser may clear them away; you will be told.',
  },
  license: {
    badges: {
      yes: 'Paid work allowed',
      'with-conditions': 'Paid work, with conditions',
      no: 'Not for commercial work',
      unclear: 'Paid work: unclear',
    },
    read: (license) => `License: ${license}`,
    none: 'Nobody has told its license. Read it where you got the model from.',
    unknown: 'depends on the model',
    accepted: (date) => `You accepted it on ${formatDay(date, 'en')}.`,
    title: (model) => `The license of ${model}`,
    warning: 'Do not use its pictures in work for clients before you have settled this.',
    accept: 'I have understood what it means and accept the license.',
    confirm: 'Accept and download',
    mustTick: 'Tick the box to go on.',
  },
  fit: {
    slow: 'Slow on this computer',
    unfit: 'Will not run on this computer',
    reasons: {
      'no-gpu':
        'No graphics card is offered to the plugin, so the processor paints. Turn on hardware acceleration in the browser or Figma, or be patient.',
      'software-gpu':
        'The graphics card is only emulated. Turn on hardware acceleration, or choose a smaller model.',
      'no-half-floats':
        'The graphics card has no 16-bit numbers, so the processor paints. Update its driver, or choose a smaller model.',
      'full-floats-instead':
        'The graphics card has no 16-bit numbers, so the model is computed in 32: slower, and in twice the memory. Update its driver, or choose a smaller model.',
      'buffer-too-small':
        'A part of the model is larger than the graphics card takes at once. Choose a smaller model, or another computer.',
      'memory-too-small':
        'The model needs most of this computer’s memory. Close other programs, or choose a smaller model.',
      'not-yet': 'This version cannot run this kind of model yet. Update the plugin when a newer one is out.',
    },
    unfitReasons: {
      'memory-too-small':
        'The model needs more memory than this computer has. Choose a smaller model, or another computer.',
      'no-gpu':
        'No graphics card is offered to the plugin, and the processor’s 4 GB are too few for it. Turn on hardware acceleration, or choose a smaller model.',
      'software-gpu':
        'The graphics card is only emulated, and that is too little for it. Turn on hardware acceleration, or choose a smaller model.',
      'no-half-floats':
        'The graphics card has no 16-bit numbers, and in 32 bits the model is too large for it. Update its driver, or choose a smaller model.',
    },
  },
  unverified: {
    badge: 'Not tried yet',
    explanation:
      'Nobody has painted with exactly these files on a real graphics card yet. It should work; if it does not, remove it and tell us.',
  },
  pinned:
    'Its publisher names no checksum for every file. The first complete download is remembered and every later one must equal it.',
  details: 'Details',
  sources: 'Where to get it',
  states: {
    offered: 'Not downloaded',
    waiting: 'Waiting',
    downloading: 'Downloading',
    paused: 'Paused',
    verifying: 'Checking the files',
    installed: 'Installed',
    failed: 'Stopped by a fault',
    evicted: 'Files are missing',
  },
  copying: 'Copying',
  done({ doneBytes, totalBytes }) {
    if (totalBytes === null) return bytes(doneBytes);
    const { done, total } = formatProgress(doneBytes, totalBytes, 'en');
    return `${done} of ${total}`;
  },
  percent: (share) => `${Math.floor(share * 100)} %`,
  speed: (bytesPerSecond) => formatSpeed(bytesPerSecond, 'en'),
  timeLeft(seconds) {
    if (seconds === null) return 'Time left not known';
    const { unit, count } = roundDuration(seconds);
    if (count === 0) return 'Less than a minute left';
    const name = unit === 'minutes' ? 'minute' : 'hour';
    return `About ${count} ${count === 1 ? name : unit} left`;
  },
  progressOf: (model) => `Progress of ${model}`,
  installedSize: (count) => `${bytes(count)} on this computer`,
  included: 'Comes with the plugin',
  lastUsed: (date) => `Last used ${formatDay(date, 'en')}`,
  neverUsed: 'Not used yet',
  waiting: 'It goes on as soon as another download, here or in another window, is finished.',
  evicted:
    'Files of this model are missing or damaged; the browser may have cleared them away. Only what is missing is fetched again.',
  evictedByHand:
    'Files of this model are missing or damaged; the browser may have cleared them away. Add its folder again.',
  byHand: 'It cannot be downloaded from here: get its folder first, then add it.',
  intact: 'Every file is intact.',
  broken: (files) => (files === 1 ? 'One file is damaged.' : `${files} files are damaged.`),
  offers: {
    download: 'Download',
    'add-folder': 'Add its folder…',
    pause: 'Pause',
    resume: 'Resume',
    retry: 'Try again',
    'fetch-again': 'Fetch what is missing',
    use: 'Use',
    'in-use': 'In use',
    checking: 'Checking…',
    verify: 'Check files',
    remove: 'Remove',
    stop: 'Cancel',
    discard: 'Discard',
    dismiss: 'Dismiss',
  },
  removal: {
    title: (model) => `Remove ${model}?`,
    body: (count) => `${bytes(count)} become free. To use the model again it must be fetched again.`,
    confirm: 'Remove',
  },
  discard: {
    title: (model) => `Discard the download of ${model}?`,
    body: (count) => `${bytes(count)} that have come already are thrown away.`,
    confirm: 'Discard',
  },
  cancel: 'Cancel',
  add: {
    label: 'Add your own',
    hint: 'A folder or .zip file with a model as optimum-cli exports it. Both can also be dropped on this panel. It is copied, and nothing leaves this computer.',
    folder: 'From a folder…',
    zip: 'From a .zip file…',
    copyingZip: (name) => `Copying ${name}`,
    dropZip: 'Drop the .zip file to add its model',
    stop: 'Cancel',
  },
  servers: {
    label: 'Servers of your team',
    hint: 'Models can come from a server of your own. It must allow requests from other sites (CORS).',
    address: 'Address',
    add: 'Add server',
    asking: 'The server is asked what it has…',
    added: (models) =>
      models === 0
        ? 'The server is added. It lists no models of its own; known ones are looked for there first.'
        : models === 1
          ? 'The server is added. It lists one model.'
          : `The server is added. It lists ${models} models.`,
    remove: (url) => `Remove ${url}`,
    faults: {
      empty: 'Type the address of the folder that holds the models.',
      'not-an-address': 'This is no address. Write it like https://models.example.com/.',
      'not-https': 'The address must begin with https; only this computer itself may use http.',
    },
  },
  memory: {
    label: 'Memory',
    hint: 'A model stays in the graphics card’s memory for the next run. Free it if another program needs the room; the next run takes longer to start.',
    free: 'Free GPU memory',
  },
  news: {
    started: (model) => `${model} is being downloaded.`,
    paused: (model) => `${model} is paused.`,
    installed: (model) => `${model} is installed.`,
    failed: (model) => `The download of ${model} has stopped.`,
    evicted: (model) => `Files of ${model} are missing.`,
    removed: (model) => `${model} is removed.`,
    intact: (model) => `Every file of ${model} is intact.`,
    broken: (model) => `Files of ${model} are damaged.`,
    memoryFreed: 'The memory is free.',
  },
};
