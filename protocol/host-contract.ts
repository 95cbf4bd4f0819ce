import type { FigmaContract, FigmaValue } from './contract.ts';
import type { MaskReading } from './engine-contract.ts';
import type { ErrorCode } from './errors.ts';
import type { CanvasRect, Size } from './geometry.ts';

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
  /** True where it is a patch of ours that still knows how it was made. */
  hasRecipe: boolean;
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
  | { kind: 'unusable'; code: ErrorCode; name: string };

/** What is kept with a placed picture, as JSON in pluginData, so that it can be made again. */
export type Recipe = { [key: string]: FigmaValue };

export type HostInfo = { pluginVersion: string; engineUrl: string; canStore: boolean };

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
      params: { target: NodeId; png: Uint8Array; name: string; recipe: Recipe };
      result: { node: NodeId };
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
        recipe: Recipe;
      };
      result: { node: NodeId };
    };
    /**
     * Selects what a patch of ours was painted on, with the mask layers of its recipe that are still there, and tells the
     * recipe; nothing else changes. Fails with `target-gone` where what it was painted on is no longer there.
     */
    reopenResult: { params: { node: NodeId }; result: { recipe: Recipe; target: NodeId; masks: NodeId[] } };
    /** Adds a new frame of `size` units with the picture as its fill at the viewport's centre, one undo step. */
    placeFrame: {
      params: { size: Size; png: Uint8Array; name: string; recipe: Recipe };
      result: { node: NodeId };
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
    resizePanel: { params: Size; result: undefined };
  };
  events: { selectionChanged: Selection };
}>;
