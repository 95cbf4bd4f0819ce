import * as v from 'valibot';
import type { FigmaValue } from './contract.ts';
import type { AnswerSchemas, ParamSchemas } from './contract-schemas.ts';
import { maskReadings } from './engine-contract.ts';
import { isFigmaValue } from './figma-value.ts';
import { type HostContract, maskRoles, type Recipe, type Selection } from './host-contract.ts';
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

const masks = v.pipe(v.array(nodeId), v.maxLength(1000));
const scale = v.pipe(positive, v.maxValue(64));
const figmaValue = v.custom<FigmaValue>(isFigmaValue, 'not a value that Figma carries');
const recipe = v.custom<Recipe>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    isFigmaValue(value) &&
    JSON.stringify(value).length <= maxRecipeLength,
  'not a recipe, or one that is too long',
);
const settings = v.pipe(
  figmaValue,
  v.check((value) => (JSON.stringify(value) ?? '').length <= maxSettingsLength, 'too many settings'),
);
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
  placeFill: v.object({ target: nodeId, png: pngBytes, name: shortText, recipe }),
  placePatch: v.object({
    target: nodeId,
    masks,
    png: pngBytes,
    box: rectSchema,
    readAt,
    above,
    name: shortText,
    recipe,
  }),
  reopenResult: v.object({ node: nodeId }),
  placeFrame: v.object({ size: sizeSchema, png: pngBytes, name: shortText, recipe }),
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
  v.object({ kind: v.literal('unusable'), code: errorCode, name: v.string() }),
]);

const placedNode = v.object({ node: nodeId });

/** What the panel checks before it believes the sandbox. */
export const hostAnswerSchemas: AnswerSchemas<HostContract> = {
  results: {
    hello: v.object({
      pluginVersion: v.string(),
      engineUrl: v.string(),
      canStore: v.boolean(),
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
    reopenResult: v.object({ recipe, target: nodeId, masks: v.array(nodeId) }),
    placeFrame: placedNode,
    showPreview: nothing,
    clearPreview: nothing,
    loadSettings: figmaValue,
    saveSettings: nothing,
    resizePanel: nothing,
  },
  progress: {},
  events: { selectionChanged: selection },
};
