import * as v from 'valibot';
import type { FigmaValue } from './contract.ts';
import type { AnswerSchemas, ParamSchemas } from './contract-schemas.ts';
import { maskReadings } from './engine-contract.ts';
import { isFigmaValue } from './figma-value.ts';
import { historyEntrySchema, mostEntries, recipeSchema, resultId } from './history-entry.ts';
import { type HostContract, maskRoles, type Selection } from './host-contract.ts';
import {
  errorCode,
  nodeId,
  nothing,
  pngBytes,
  positive,
  rectSchema,
  shortText,
  sizeSchema,
  wholeNumber,
} from './wire-schemas.ts';

/**
 * Figma keeps at most 100 kB per pluginData entry. One UTF-16 unit becomes three bytes at most; only the prompts, 10 000
 * of them, can have such.
 */
const maxRecipeLength = 75_000;
/** clientStorage holds 5 MB for the whole plugin. */
const maxSettingsLength = 1_000_000;
const maxKeptLength = 1_000_000;

const masks = v.pipe(v.array(nodeId), v.maxLength(1000));
const scale = v.pipe(positive, v.maxValue(64));
const figmaValue = v.custom<FigmaValue>(isFigmaValue, 'not a value that Figma carries');
const recipe = v.pipe(
  recipeSchema,
  v.check((value) => JSON.stringify(value).length <= maxRecipeLength, 'a recipe that is too long'),
);
const documentId = v.pipe(v.string(), v.regex(/^[a-z]{1,30}$/));
const recipes = v.picklist(['unasked', 'allowed', 'refused']);
const entries = v.pipe(v.array(historyEntrySchema), v.maxLength(mostEntries));
/** Figma refuses longer ones. */
const button = v.optional(v.pipe(v.string(), v.maxLength(1000)));
const keep = v.optional(
  v.object({
    document: documentId,
    recipes,
    result: resultId,
    facts: recipe,
    buttons: v.object({ again: button, vary: button, 'edit-mask': button }),
    entries,
  }),
);
const placing = { png: pngBytes, name: shortText, recipe: v.nullable(recipe), keep };
const settings = v.pipe(
  figmaValue,
  v.check((value) => (JSON.stringify(value) ?? '').length <= maxSettingsLength, 'too many settings'),
);
const keptKey = v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/));
const keptValue = v.nullable(v.pipe(v.string(), v.maxLength(maxKeptLength)));
const readAt = v.optional(rectSchema);
const above = v.optional(v.picklist(['all', 'pictures']));
const placed = v.object({ png: pngBytes, box: rectSchema });

/** What the sandbox checks before it touches the document. */
export const hostParamSchemas: ParamSchemas<HostContract> = {
  hello: nothing,
  readSelection: nothing,
  exportTarget: v.object({
    target: nodeId,
    masks,
    scale,
    shows: v.optional(v.picklist(['all', 'pictures'])),
    also: v.optional(masks),
    around: v.optional(rectSchema),
  }),
  exportMask: v.object({ mask: nodeId, scale }),
  placeFill: v.object({ target: nodeId, ...placing }),
  placePatch: v.object({
    target: nodeId,
    masks,
    box: rectSchema,
    readAt,
    above,
    ...placing,
  }),
  reopenResult: v.object({ node: nodeId, recipe: v.optional(recipe) }),
  readRecipe: v.object({ node: nodeId }),
  showNode: v.object({ node: nodeId }),
  readHistory: nothing,
  writeHistory: v.object({ document: documentId, recipes, entries }),
  dropHistory: v.object({ ids: v.pipe(v.array(resultId), v.maxLength(1000)) }),
  placeCaption: v.object({ under: nodeId, text: v.pipe(shortText, v.minLength(1)) }),
  placeFrame: v.object({ size: sizeSchema, ...placing }),
  showPreview: v.object({
    target: nodeId,
    masks,
    png: pngBytes,
    box: rectSchema,
    readAt,
    isFill: v.optional(v.boolean()),
    above,
  }),
  clearPreview: nothing,
  loadSettings: nothing,
  saveSettings: v.object({ settings }),
  loadKept: v.object({ key: keptKey }),
  saveKept: v.object({ key: keptKey, value: keptValue }),
  resizePanel: v.object({ width: wholeNumber, height: wholeNumber }),
};

const target = v.object({
  node: nodeId,
  name: v.string(),
  type: v.string(),
  size: v.object({ width: v.pipe(v.number(), v.minValue(0)), height: v.pipe(v.number(), v.minValue(0)) }),
  box: rectSchema,
  hasPicture: v.boolean(),
  density: positive,
  canTakeFill: v.boolean(),
  canTakeLayer: v.boolean(),
  isExpandable: v.boolean(),
  hasRecipe: v.boolean(),
  result: v.optional(v.string()),
});

const maskLayer = v.object({
  node: nodeId,
  name: v.string(),
  type: v.string(),
  box: rectSchema,
  role: v.picklist(maskRoles),
});

const selection: v.GenericSchema<unknown, Selection> = v.variant('kind', [
  v.object({ kind: v.literal('nothing') }),
  v.object({
    kind: v.literal('target'),
    target,
    masks: v.array(maskLayer),
  }),
  v.object({ kind: v.literal('targets'), targets: v.array(target) }),
  v.object({ kind: v.literal('unusable'), code: errorCode, name: v.string() }),
]);

const placedNode = v.object({ node: nodeId, page: v.string() });

/** What the panel checks before it believes the sandbox. */
export const hostAnswerSchemas: AnswerSchemas<HostContract> = {
  results: {
    hello: v.object({
      pluginVersion: v.string(),
      engineUrl: v.string(),
      canStore: v.boolean(),
      command: v.string(),
      document: v.nullable(documentId),
      recipes: v.picklist(['unasked', 'allowed']),
    }),
    readSelection: selection,
    exportTarget: v.object({ ...placed.entries, isCutOut: v.boolean(), isWindow: v.boolean() }),
    exportMask: v.object({
      ...placed.entries,
      reading: v.picklist(maskReadings),
      opacity: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
    placeFill: placedNode,
    placePatch: placedNode,
    reopenResult: v.object({
      recipe,
      target: nodeId,
      masks: v.array(nodeId),
      isFill: v.optional(v.boolean()),
    }),
    readRecipe: v.object({ recipe: v.nullable(recipe) }),
    showNode: v.null(),
    readHistory: v.object({ entries: v.array(historyEntrySchema) }),
    writeHistory: v.null(),
    dropHistory: v.null(),
    placeCaption: v.object({ node: nodeId }),
    placeFrame: placedNode,
    showPreview: nothing,
    clearPreview: nothing,
    loadSettings: figmaValue,
    saveSettings: nothing,
    loadKept: v.object({ value: v.nullable(v.string()) }),
    saveKept: v.null(),
    resizePanel: nothing,
  },
  progress: {},
  events: { selectionChanged: selection },
};
