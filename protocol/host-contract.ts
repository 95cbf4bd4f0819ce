import type { FigmaContract, FigmaValue } from './contract.ts';
import type { MaskReading } from './engine-contract.ts';
import type { ErrorCode } from './errors.ts';
import type { CanvasRect, Size } from './geometry.ts';
import type { HistoryEntry } from './history-entry.ts';

export type NodeId = string;

/** A layer that can receive a picture, as much of it as the panel needs. */
export type Target = {
  node: NodeId;
  name: string;
  type: string;
  /** Width and height in the layer's own units, before rotation. */
  size: Size;
  /** Axis-aligned box on the canvas. */
  box: CanvasRect;
  /** True where there are visible pixels to repaint (an image fill, or any visible content). */
  hasPicture: boolean;
  /** Pixels per document unit at which the picture is read: 1, or more where an image fill is denser. */
  density: number;
  /** Where a generated picture goes: into the layer's fills, or as a layer of its own. */
  canTakeFill: boolean;
  canTakeLayer: boolean;
  /** True where it is a frame with empty area beside the pictures in it. */
  isExpandable: boolean;
  /** True where it is a result of ours, a patch or a filled layer, that can be made again. */
  hasRecipe: boolean;
  /** The id under which a machine may know how it was made, where the document does not say it. */
  result?: string | undefined;
};

/**
 * What a layer over the target says: `repaint` here, `keep` what others would repaint here, or that its box is the
 * `context` which the model sees.
 */
export const maskRoles = ['repaint', 'keep', 'context'] as const;
export type MaskRole = (typeof maskRoles)[number];

/** A layer over the target that says what to repaint; `role` is what its name says. */
export type MaskLayer = { node: NodeId; name: string; type: string; box: CanvasRect; role: MaskRole };

/** What is selected, told as what can be done with it; never depends on the order of selection. */
export type Selection =
  | { kind: 'nothing' }
  | { kind: 'target'; target: Target; masks: MaskLayer[] }
  | { kind: 'targets'; targets: Target[] }
  | { kind: 'unusable'; code: ErrorCode; name: string };

/** What is kept with a placed picture, as JSON in pluginData, so that it can be made again. */
export type Recipe = { [key: string]: FigmaValue };

/** Whether recipes may stand in the document, where whoever opens it can read prompt and seed. */
export type RecipesChoice = 'unasked' | 'allowed' | 'refused';

/** The buttons that results have in the editor's own panel, in the manifest's order. */
export const resultCommands = ['again', 'vary', 'edit-mask'] as const;
export type ResultCommand = (typeof resultCommands)[number];

/**
 * How a placed picture is kept, written in the same undo step: the document's own random id and its person's choice, the
 * result's opaque id, facts that give nothing of the prompt away, what its buttons say, and entries for the history in the
 * document (none where recipes stay out of it). Of the entry with the result's id, layer and page are filled in.
 */
export type Keeping = {
  document: string;
  recipes: RecipesChoice;
  result: string;
  facts: Recipe;
  buttons: { [C in ResultCommand]?: string | undefined };
  entries: HistoryEntry[];
};

export type HostInfo = {
  pluginVersion: string;
  engineUrl: string;
  canStore: boolean;
  /** The button in the editor's own panel that started the plugin; empty where it was none. */
  command: string;
  /** The document's own random id, as soon as it has one. */
  document: string | null;
  recipes: 'unasked' | 'allowed';
};

/** Where a picture was placed. */
export type Placed = { node: NodeId; page: string };

/** What the panel may ask of the sandbox. */
export type HostContract = FigmaContract<{
  requests: {
    hello: { params: undefined; result: HostInfo };
    readSelection: { params: undefined; result: Selection };
    /**
     * The target's appearance without the masks, as PNG at `scale` px per unit (sRGB, absolute bounds). `isCutOut`: its
     * outline is not its box, so what is fully transparent lies outside of it. `shows: 'pictures'` leaves out all that is
     * no picture, the frame's own color above all, so that its empty area is transparent. Of a target that is too large
     * to be exported a window is read, around the middle of `around` or of the masks (`isWindow`).
     */
    exportTarget: {
      params: {
        target: NodeId;
        masks: NodeId[];
        scale: number;
        shows?: 'all' | 'pictures' | undefined;
        /** Layers that are read as part of the picture although they lie beside the target, above it. */
        also?: NodeId[] | undefined;
        around?: CanvasRect | undefined;
      };
      result: { png: Uint8Array; box: CanvasRect; isCutOut: boolean; isWindow: boolean };
    };
    /** One mask layer alone, with how it is to be read and the opacity that its alpha has been multiplied by. */
    exportMask: {
      params: { mask: NodeId; scale: number };
      result: { png: Uint8Array; box: CanvasRect; reading: MaskReading; opacity: number };
    };
    /** Sets the target's fill, one undo step. */
    placeFill: {
      params: {
        target: NodeId;
        png: Uint8Array;
        name: string;
        recipe: Recipe | null;
        keep?: Keeping | undefined;
      };
      result: Placed;
    };
    /** Adds exactly one layer with the picture over the target at `box`, hides the masks, one undo step. */
    placePatch: {
      params: {
        target: NodeId;
        masks: NodeId[];
        png: Uint8Array;
        box: CanvasRect;
        /** The target's box when its pixels were read; the patch follows a target that has moved since. */
        readAt?: CanvasRect | undefined;
        /** `pictures`: right above the pictures in the target, under whatever else it holds. */
        above?: 'all' | 'pictures' | undefined;
        name: string;
        recipe: Recipe | null;
        keep?: Keeping | undefined;
      };
      result: Placed;
    };
    /**
     * Selects what a result of ours was painted on, with the mask layers of its recipe that are still there, and tells the
     * recipe; nothing else changes. `recipe`: what this machine knows of it, where the document does not say it. Fails with
     * `target-gone` where what it was painted on is no longer there, `recipe-elsewhere` where nobody knows the recipe.
     */
    reopenResult: {
      params: { node: NodeId; recipe?: Recipe | undefined };
      result: { recipe: Recipe; target: NodeId; masks: NodeId[]; isFill?: boolean | undefined };
    };
    /** The recipe that a result's layer carries; null where it carries none. */
    readRecipe: { params: { node: NodeId }; result: { recipe: Recipe | null } };
    /** Selects a layer, going to its page, and scrolls to it. Fails with `target-gone`. */
    showNode: { params: { node: NodeId }; result: null };
    /** The history that stands in the document. */
    readHistory: { params: undefined; result: { entries: HistoryEntry[] } };
    /**
     * Writes the person's choice and entries into the document, one undo step; `refused` takes out all entries and the
     * recipes of their layers.
     */
    writeHistory: {
      params: { document: string; recipes: RecipesChoice; entries: HistoryEntry[] };
      result: null;
    };
    /** Takes entries out of the document, one undo step where there were any. */
    dropHistory: { params: { ids: string[] }; result: null };
    /** Adds a text of one line right below a layer, in the layer's own parent, one undo step. */
    placeCaption: { params: { under: NodeId; text: string }; result: { node: NodeId } };
    /** Adds a new frame of `size` units with the picture as its fill at the viewport's centre, one undo step. */
    placeFrame: {
      params: {
        size: Size;
        png: Uint8Array;
        name: string;
        recipe: Recipe | null;
        keep?: Keeping | undefined;
      };
      result: Placed;
    };
    /** Shows a candidate in place in the one locked preview layer; never an undo step. Masks are hidden meanwhile. */
    showPreview: {
      params: {
        target: NodeId;
        masks: NodeId[];
        png: Uint8Array;
        box: CanvasRect;
        readAt?: CanvasRect | undefined;
        /** Shown where the target's fill is seen: under its own layers, in its own outline and turn. */
        isFill?: boolean | undefined;
        above?: 'all' | 'pictures' | undefined;
      };
      result: undefined;
    };
    clearPreview: { params: undefined; result: undefined };
    loadSettings: { params: undefined; result: FigmaValue };
    saveSettings: { params: { settings: FigmaValue }; result: undefined };
    /** What a part of the panel keeps on this machine under a key of its own; null where there is nothing. */
    loadKept: { params: { key: string }; result: { value: string | null } };
    /** Keeps that, null deletes it. Fails with `storage-full` where Figma does not take it. */
    saveKept: { params: { key: string; value: string | null }; result: null };
    resizePanel: { params: Size; result: undefined };
  };
  events: { selectionChanged: Selection };
}>;
