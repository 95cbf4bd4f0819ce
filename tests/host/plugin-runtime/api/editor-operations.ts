import { absoluteBoundingBox } from '../../document/geometry.ts';
import { unionOf } from '../../document/matrix.ts';
import { nodeOf, type Operation, refTo } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { anyNumber, listOf, numberIn, objectOf, text, validate } from '../schema.ts';
import { fontKey } from './text-properties.ts';
import { dynamicPageError } from './tree-properties.ts';

const vector = objectOf({ x: anyNumber, y: anyNumber });

/** Pages, viewport, undo: what concerns the editor and no single layer. */
export const editorOperations: { readonly [operation: string]: Operation } = {
  get_root: (context) => refTo(context, context.document.rootId),
  get_currentPage: (context) => refTo(context, context.document.currentPageId),
  set_currentPage: () => {
    throw dynamicPageError('figma.setCurrentPageAsync');
  },
  get_fileKey: () => undefined,
  get_currentUser: ({ manifest }) => {
    if (!manifest.permissions.includes('currentuser')) {
      throw new FigmaError(
        '"currentuser" permission is required to access `figma.currentUser`. Add it to the manifest.',
      );
    }
    return { id: '1', name: 'Designer', photoUrl: null, color: '#7b61ff', sessionId: 1 };
  },
  get_center: ({ ports }) => ports.viewport.getCenter(),
  set_center: ({ ports }, [value]) => ports.viewport.setCenter(validate('center', vector, value)),
  get_zoom: ({ ports }) => ports.viewport.getZoom(),
  set_zoom: ({ ports }, [value]) => ports.viewport.setZoom(validate('zoom', numberIn(0.01, 256), value)),
  get_bounds: ({ ports }) => ports.viewport.getBounds(),
  scrollAndZoomIntoView: (context, [value]) => {
    const nodes = validate(
      'nodes',
      listOf((item) => nodeOf(context, item)),
      value,
    );
    const box = unionOf(nodes.map((node) => absoluteBoundingBox(context.document, node.id)));
    if (box) context.ports.viewport.showRect(box);
  },
  commitUndo: ({ document }) => document.history.commit(),
  triggerUndo: ({ document }) => {
    document.history.undo();
  },
  openExternal: (_context, [url]) => {
    validate('url', text, url);
  },
  getNodeById: () => {
    throw dynamicPageError('figma.getNodeByIdAsync');
  },
  getStyleById: () => {
    throw dynamicPageError('figma.getStyleByIdAsync');
  },
};

export const asyncEditorOperations: { readonly [operation: string]: Operation } = {
  getNodeByIdAsync: (context, [id]) => {
    const node = context.document.find(validate('id', text, id));
    return node ? refTo(context, node.id) : null;
  },
  setCurrentPageAsync: (context, [value]) => {
    const page = nodeOf(context, value);
    if (page.type !== 'PAGE') throw new FigmaError('Expected a page');
    context.loadedPages.add(page.id);
    context.document.setCurrentPage(page.id);
  },
  loadAllPagesAsync: ({ document, loadedPages }) => {
    for (const page of document.pages) loadedPages.add(page.id);
  },
  loadAsync: (context, [value]) => {
    context.loadedPages.add(nodeOf(context, value).id);
  },
  loadFontAsync: ({ loadedFonts }, [value]) => {
    const { family, style } = validate('fontName', objectOf({ family: text }, { style: text }), value);
    const font = { family, style: style ?? 'Regular' };
    if (!AVAILABLE_FONTS.some((known) => fontKey(known) === fontKey(font))) {
      throw new FigmaError(`The font "${fontKey(font)}" could not be loaded`, { isBare: true });
    }
    loadedFonts.add(fontKey(font));
  },
  listAvailableFontsAsync: () => AVAILABLE_FONTS.map((fontName) => ({ fontName })),
  saveVersionHistoryAsync: (_context, [title]) => {
    if (validate('title', text, title) === '') throw new FigmaError('Expected "title" to be non-empty');
    return { id: '1' };
  },
  getMainComponentAsync: (context, [value]) => {
    const { mainComponentId } = nodeOf(context, value);
    return mainComponentId !== null && context.document.find(mainComponentId)
      ? refTo(context, mainComponentId)
      : null;
  },
  getInstancesAsync: (context, [value]) => {
    const { id } = nodeOf(context, value);
    const all = context.document.descendantsOf(context.document.rootId);
    return all.filter((node) => node.mainComponentId === id).map((node) => refTo(context, node.id));
  },
};

const STYLES = ['Thin', 'Light', 'Regular', 'Medium', 'Semi Bold', 'Bold', 'Italic', 'Bold Italic'];
const AVAILABLE_FONTS = ['Inter', 'Roboto'].flatMap((family) => STYLES.map((style) => ({ family, style })));
