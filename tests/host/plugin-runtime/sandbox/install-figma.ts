import type {
  BaseNode,
  ComponentNode,
  EllipseNode,
  FrameNode,
  GroupNode,
  Image,
  LineNode,
  NotificationHandler,
  NotificationOptions,
  NotifyDequeueReason,
  PageNode,
  PluginAPI,
  PolygonNode,
  RectangleNode,
  SceneNode,
  SectionNode,
  StarNode,
  TextNode,
  VectorNode,
} from '@figma/plugin-typings/plugin-api-standalone';
import type { SandboxScope } from './scope.ts';

/** What the emulated `figma` has; the compiler holds every member to Figma's own typings. */
export type EmulatedFigma = Omit<PluginAPI, keyof PluginAPI> &
  Pick<
    PluginAPI,
    | 'apiVersion'
    | 'command'
    | 'editorType'
    | 'mode'
    | 'pluginId'
    | 'fileKey'
    | 'skipInvisibleInstanceChildren'
    | 'currentUser'
    | 'viewport'
    | 'closePlugin'
    | 'notify'
    | 'commitUndo'
    | 'triggerUndo'
    | 'saveVersionHistoryAsync'
    | 'openExternal'
    | 'clientStorage'
    | 'parameters'
    | 'getNodeByIdAsync'
    | 'getNodeById'
    | 'getStyleById'
    | 'root'
    | 'currentPage'
    | 'setCurrentPageAsync'
    | 'on'
    | 'once'
    | 'off'
    | 'mixed'
    | 'createRectangle'
    | 'createEllipse'
    | 'createLine'
    | 'createPolygon'
    | 'createStar'
    | 'createVector'
    | 'createText'
    | 'createFrame'
    | 'createComponent'
    | 'createComponentFromNode'
    | 'createPage'
    | 'createSection'
    | 'loadFontAsync'
    | 'listAvailableFontsAsync'
    | 'hasMissingFont'
    | 'createImage'
    | 'createImageAsync'
    | 'getImageByHash'
    | 'group'
    | 'ungroup'
    | 'union'
    | 'subtract'
    | 'intersect'
    | 'exclude'
    | 'base64Encode'
    | 'base64Decode'
    | 'loadAllPagesAsync'
  >;

/** Installs the global `figma`, but for its panel. */
export function installFigma(scope: SandboxScope): void {
  type Handlers = { action: (() => unknown) | undefined; onDequeue: NotificationOptions['onDequeue'] };
  const notes = new Map<number, Handlers>();
  let nextNoteId = 1;
  let isClosing = false;

  const image = (hash: string): Image =>
    Object.freeze({
      hash,
      getBytesAsync: () => scope.start<Uint8Array>('getBytesAsync', hash),
      getSizeAsync: () => scope.start<{ width: number; height: number }>('getSizeAsync', hash),
    });
  const listen = (kind: 'on' | 'once' | 'off') => (type: string, callback: (event: never) => unknown) => {
    scope.call(kind, type);
    scope[kind](type, callback);
  };
  const boolean =
    (operation: 'union' | 'subtract' | 'intersect' | 'exclude') =>
    (nodes: readonly BaseNode[], parent: BaseNode, index?: number) =>
      scope.call<ReturnType<PluginAPI['union']>>(operation, nodes, parent, index);

  const figma: EmulatedFigma = {
    apiVersion: '1.0.0',
    command: scope.config.command,
    editorType: scope.config.editorType,
    mode: scope.config.mode,
    ...(scope.config.pluginId === null ? {} : { pluginId: scope.config.pluginId }),
    get fileKey() {
      return scope.call<string | undefined>('get_fileKey');
    },
    skipInvisibleInstanceChildren: false,
    get currentUser() {
      return scope.call<PluginAPI['currentUser']>('get_currentUser');
    },
    mixed: scope.mixed as PluginAPI['mixed'],
    viewport: {
      get center() {
        return scope.call<{ x: number; y: number }>('get_center');
      },
      set center(value) {
        scope.call('set_center', value);
      },
      get zoom() {
        return scope.call<number>('get_zoom');
      },
      set zoom(value) {
        scope.call('set_zoom', value);
      },
      get bounds() {
        return scope.call<PluginAPI['viewport']['bounds']>('get_bounds');
      },
      scrollAndZoomIntoView: (nodes: readonly BaseNode[]) => scope.call('scrollAndZoomIntoView', nodes),
      slidesView: 'grid',
      canvasView: 'grid',
    },
    closePlugin(message?: string) {
      // Listeners may look at the document one last time; a second call from one of them changes nothing.
      if (isClosing) return;
      isClosing = true;
      scope.emit('close');
      scope.call('closePlugin', message);
    },
    notify(message: string, options: NotificationOptions = {}): NotificationHandler {
      const { onDequeue, button, ...plain } = options;
      const id = nextNoteId;
      nextNoteId += 1;
      notes.set(id, { action: button?.action, onDequeue });
      scope.call('notify', id, message, { ...plain, buttonText: button?.text });
      return { cancel: () => scope.call('cancelNotification', id) };
    },
    commitUndo: () => scope.call('commitUndo'),
    triggerUndo: () => scope.call('triggerUndo'),
    saveVersionHistoryAsync: (title: string, description?: string) =>
      scope.start('saveVersionHistoryAsync', title, description),
    openExternal: (url: string) => scope.call('openExternal', url),
    clientStorage: {
      getAsync: (key: string) => scope.start('clientStorage.getAsync', key),
      setAsync: (key: string, value: unknown) => scope.start('clientStorage.setAsync', key, value),
      deleteAsync: (key: string) => scope.start('clientStorage.deleteAsync', key),
      keysAsync: () => scope.start<string[]>('clientStorage.keysAsync'),
    },
    parameters: {
      on: (_type, callback) => scope.on('parameters', callback),
      once: (_type, callback) => scope.once('parameters', callback),
      off: (_type, callback) => scope.off('parameters', callback),
    },
    getNodeByIdAsync: (id: string) => scope.start<BaseNode | null>('getNodeByIdAsync', id),
    getNodeById: (id: string) => scope.call<BaseNode | null>('getNodeById', id),
    getStyleById: (id: string) => scope.call<null>('getStyleById', id),
    get root() {
      return scope.call<PluginAPI['root']>('get_root');
    },
    get currentPage() {
      return scope.call<PageNode>('get_currentPage');
    },
    set currentPage(page: PageNode) {
      scope.call('set_currentPage', page);
    },
    setCurrentPageAsync: (page: PageNode) => scope.start<void>('setCurrentPageAsync', page),
    on: listen('on'),
    once: listen('once'),
    off: listen('off'),
    createRectangle: () => scope.call<RectangleNode>('createRectangle'),
    createEllipse: () => scope.call<EllipseNode>('createEllipse'),
    createLine: () => scope.call<LineNode>('createLine'),
    createPolygon: () => scope.call<PolygonNode>('createPolygon'),
    createStar: () => scope.call<StarNode>('createStar'),
    createVector: () => scope.call<VectorNode>('createVector'),
    createText: () => scope.call<TextNode>('createText'),
    createFrame: () => scope.call<FrameNode>('createFrame'),
    createComponent: () => scope.call<ComponentNode>('createComponent'),
    createComponentFromNode: (node: SceneNode) => scope.call<ComponentNode>('createComponentFromNode', node),
    createPage: () => scope.call<PageNode>('createPage'),
    createSection: () => scope.call<SectionNode>('createSection'),
    loadFontAsync: (font: Parameters<PluginAPI['loadFontAsync']>[0]) =>
      scope.start<void>('loadFontAsync', font),
    listAvailableFontsAsync: () => scope.start('listAvailableFontsAsync'),
    hasMissingFont: false,
    createImage: (data: Uint8Array) => image(scope.call<string>('createImage', data)),
    createImageAsync: async (url: string) => image(await scope.start<string>('createImageAsync', url)),
    getImageByHash: (hash: string) => (scope.call<boolean>('getImageByHash', hash) ? image(hash) : null),
    group: (nodes: readonly BaseNode[], parent: BaseNode, index?: number) =>
      scope.call<GroupNode>('group', nodes, parent, index),
    ungroup: (node: SceneNode) => [...scope.call<readonly SceneNode[]>('ungroup', node)],
    union: boolean('union'),
    subtract: boolean('subtract'),
    intersect: boolean('intersect'),
    exclude: boolean('exclude'),
    base64Encode: (data: Uint8Array) => scope.call<string>('base64Encode', data),
    base64Decode: (data: string) => scope.call<Uint8Array>('base64Decode', data),
    loadAllPagesAsync: () => scope.start<void>('loadAllPagesAsync'),
  };

  scope.entries.pressNotification = (id: number) => notes.get(id)?.action?.() !== false;
  scope.entries.dequeueNotification = (id: number, reason: NotifyDequeueReason) => {
    const handlers = notes.get(id);
    notes.delete(id);
    handlers?.onDequeue?.(reason);
  };
  scope.globals.figma = figma;
  scope.globals.__html__ = scope.config.html ?? undefined;
  scope.globals.__uiFiles__ = scope.config.uiFiles ?? undefined;
}
