import type { Endpoint } from '../../protocol/envelope.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { HistoryEntry } from '../../protocol/history-entry.ts';
import type { HostContract, MaskLayer, Selection, Target } from '../../protocol/host-contract.ts';
import { hostParamSchemas } from '../../protocol/host-schemas.ts';
import { inPieces } from '../../protocol/pieces.ts';
import { type Server, serve } from '../../protocol/server.ts';

type Requests = HostContract['requests'];
type Method = keyof Requests;

/** What the sandbox was asked to write, in order. */
export type Written =
  | ({ kind: 'fill' } & Requests['placeFill']['params'])
  | ({ kind: 'patch' } & Requests['placePatch']['params'])
  | ({ kind: 'frame' } & Requests['placeFrame']['params']);

/** A sandbox with a document of one selection; a test says what is selected, what fails, and reads what was asked. */
export type FakeHost = {
  selection: Selection;
  settings: Requests['loadSettings']['result'];
  /** The button that started the plugin. */
  command: string;
  documentId: string | null;
  /** What the document says of recipes in it; allowed, so that nobody is asked where a test is about something else. */
  recipes: 'unasked' | 'allowed';
  history: HistoryEntry[];
  shownNode: string | null;
  captions: Requests['placeCaption']['params'][];
  /** What is kept on the machine, by key. */
  kept: Record<string, string>;
  /** The preview layer on the canvas, if any. */
  preview: Requests['showPreview']['params'] | null;
  written: Written[];
  /** Every request in order. */
  asked: Method[];
  engineUrl: string;
  panelSize: Requests['resizePanel']['params'] | null;
  /** What was asked for with each reading of a target, in order. */
  readings: Requests['exportTarget']['params'][];
  /** How a mask layer is to be read, by its node; alpha at full opacity where nothing is said. */
  maskReadings: Record<string, Pick<Requests['exportMask']['result'], 'reading' | 'opacity'>>;
  /** What a result tells when it is reopened, and what is selected then. */
  reopened: (Requests['reopenResult']['result'] & { selection: Selection }) | null;
  /** Codes that the next call of a method fails with. */
  failures: Partial<Record<Method, ErrorCode>>;
  /** What is never answered. */
  silent: ('loadSettings' | 'readSelection' | 'placeFill' | 'clearPreview')[];
  /** The pixels of a layer, as PNG. */
  picture: (node: string) => Promise<Uint8Array> | Uint8Array;
  /** Changes the selection the way a person does, and announces it. */
  select(selection: Selection): void;
};

/** Serves the host contract on this end of a wire. */
export function createFakeHost(wire: Endpoint, initial: Partial<FakeHost> = {}): FakeHost {
  let server: Server<HostContract> | null = null;
  const host: FakeHost = {
    selection: { kind: 'nothing' },
    settings: {},
    command: '',
    documentId: null,
    recipes: 'allowed',
    history: [],
    shownNode: null,
    captions: [],
    kept: {},
    preview: null,
    written: [],
    asked: [],
    engineUrl: 'http://localhost:1/engine/',
    panelSize: null,
    readings: [],
    maskReadings: {},
    reopened: null,
    failures: {},
    silent: [],
    picture: () => new Uint8Array(64),
    select(selection) {
      host.selection = selection;
      server?.emit('selectionChanged', selection);
    },
    ...initial,
  };

  function note(method: Method): void {
    host.asked.push(method);
    const code = host.failures[method];
    if (code === undefined) return;
    delete host.failures[method];
    throw new AppError(code);
  }

  const answering = async (method: FakeHost['silent'][number]) => {
    if (host.silent.includes(method)) await new Promise(() => {});
  };

  const keepEntries = (entries: HistoryEntry[]) => {
    const others = host.history.filter((one) => !entries.some(({ id }) => id === one.id));
    host.history = [...others, ...entries];
  };

  const write = (method: Method, written: Written) => {
    host.preview = null;
    note(method);
    host.written.push(written);
    const { keep } = written;
    const node = `9:${host.written.length}`;
    const entries = keep?.entries.map((one) =>
      one.id === keep.result ? { ...one, node, page: 'Page 1' } : one,
    );
    if (keep !== undefined) host.documentId = keep.document;
    if (keep?.recipes === 'allowed') host.recipes = 'allowed';
    keepEntries(entries ?? []);
    return { node, page: 'Page 1' };
  };

  server = serve<HostContract>(
    inPieces(wire),
    {
      hello() {
        note('hello');
        return {
          pluginVersion: '0.1.0',
          engineUrl: host.engineUrl,
          canStore: true,
          command: host.command,
          document: host.documentId,
          recipes: host.recipes,
        };
      },
      async readSelection() {
        note('readSelection');
        await answering('readSelection');
        return host.selection;
      },
      async exportTarget(params) {
        note('exportTarget');
        host.readings.push(params);
        const png = await host.picture(params.target);
        return { png, box: boxOf(host.selection), isCutOut: true, isWindow: false };
      },
      async exportMask({ mask }) {
        note('exportMask');
        const { reading, opacity } = host.maskReadings[mask] ?? { reading: 'alpha', opacity: 1 };
        return { png: await host.picture(mask), box: boxOf(host.selection), reading, opacity };
      },
      reopenResult() {
        note('reopenResult');
        if (host.reopened === null) throw new AppError('target-gone');
        const { selection, ...result } = host.reopened;
        host.selection = selection;
        server?.emit('selectionChanged', selection);
        return result;
      },
      async placeFill(params) {
        await answering('placeFill');
        return write('placeFill', { kind: 'fill', ...params });
      },
      placePatch: (params) => write('placePatch', { kind: 'patch', ...params }),
      placeFrame: (params) => write('placeFrame', { kind: 'frame', ...params }),
      showPreview(params) {
        note('showPreview');
        host.preview = params;
      },
      async clearPreview() {
        note('clearPreview');
        await answering('clearPreview');
        host.preview = null;
      },
      async loadSettings() {
        note('loadSettings');
        await answering('loadSettings');
        return host.settings;
      },
      saveSettings({ settings }) {
        note('saveSettings');
        host.settings = settings;
      },
      readRecipe() {
        note('readRecipe');
        return { recipe: host.reopened?.recipe ?? null };
      },
      showNode({ node }) {
        note('showNode');
        host.shownNode = node;
        return null;
      },
      readHistory() {
        note('readHistory');
        return { entries: host.history };
      },
      writeHistory({ document, recipes, entries }) {
        note('writeHistory');
        host.documentId = document;
        host.recipes = recipes === 'allowed' ? 'allowed' : 'unasked';
        if (recipes === 'refused') host.history = [];
        else keepEntries(entries);
        return null;
      },
      dropHistory({ ids }) {
        note('dropHistory');
        host.history = host.history.filter(({ id }) => !ids.includes(id));
        return null;
      },
      placeCaption(params) {
        note('placeCaption');
        host.captions.push(params);
        return { node: `8:${host.captions.length}` };
      },
      loadKept({ key }) {
        note('loadKept');
        return { value: host.kept[key] ?? null };
      },
      saveKept({ key, value }) {
        note('saveKept');
        if (value === null) delete host.kept[key];
        else host.kept[key] = value;
        return null;
      },
      resizePanel(size) {
        note('resizePanel');
        host.panelSize = size;
      },
    },
    { schemas: hostParamSchemas },
  );
  return host;
}

function boxOf(selection: Selection) {
  return selection.kind === 'target' ? selection.target.box : { x: 0, y: 0, width: 1, height: 1 };
}

/** A frame of 400 x 300 that has a picture and takes everything, changed as a test needs it. */
export function makeTarget(change: Partial<Target> = {}): Target {
  return {
    node: '1:2',
    name: 'Hero',
    type: 'FRAME',
    size: { width: 400, height: 300 },
    box: { x: 100, y: 50, width: 400, height: 300 },
    hasPicture: true,
    density: 1,
    canTakeFill: true,
    canTakeLayer: true,
    isExpandable: false,
    hasRecipe: false,
    ...change,
  };
}

export function makeMask(change: Partial<MaskLayer> = {}): MaskLayer {
  return {
    node: '1:3',
    name: 'Ellipse 1',
    type: 'ELLIPSE',
    box: { x: 150, y: 100, width: 80, height: 60 },
    role: 'repaint',
    ...change,
  };
}
