import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { MaskLayer, MaskRole, NodeId, Selection, Target } from '../../../protocol/host-contract.ts';
import { type Growth, type PaddingPx, paddingFor, pictureSize } from './expansion.ts';
import type { MaskEditorState } from './mask-editor.ts';
import { type Roles, withRoles } from './mask-roles.ts';
import { noRegion, type Region } from './request-from.ts';
import type { Settings } from './settings.ts';

/** An earlier result whose place the next one takes: its layer, and the target that both lie on. */
export type Replaced = { node: NodeId; name: string; target: NodeId };

/** What a driver says of the region. */
export type Driven = { [K in keyof Region]?: Region[K] | undefined };

/** What the mask editor knows of a target. */
export type PaintedOn = Pick<MaskEditorState, 'paintedFor' | 'maskFor' | 'contextBoxFor' | 'windowFor'>;

/** Which part of the selected picture the next run works on. */
export type RegionState = {
  /** The selection's mask layers in the roles that they have now. */
  masks: ReadonlySignal<MaskLayer[]>;
  /** What goes into a request of the region; a driver's word counts before what the panel's controls say. */
  region: ReadonlySignal<Region>;
  /** True where a mask was painted, which marks a region also without layers. */
  isPainted: ReadonlySignal<boolean>;
  /** The part of a very large layer that must be read, so that what was painted lies where it was painted. */
  window: ReadonlySignal<CanvasRect | undefined>;
  replaced: ReadonlySignal<Replaced | null>;
  /** True while the padding is that of a reopened result, which no control shows. */
  isPaddingKept: ReadonlySignal<boolean>;
  giveRole(node: NodeId, role: MaskRole): void;
  /** What a driver sets stays until it sets something else, or undefined: then the panel's own counts again. */
  drive(change: Driven): void;
  /** Takes a reopened result for what the next one replaces, and its padding until a control changes it. */
  reopen(replaced: Replaced, paddingPx: PaddingPx | null): void;
  forgetReplaced(): void;
  dropKeptPadding(): void;
  /** Told of every new selection: what belongs to another target is forgotten. */
  follow(selection: Selection): void;
};

/** Makes the state of the region over what is selected, set and painted. */
export function createRegionState(
  selection: ReadonlySignal<Selection>,
  settings: ReadonlySignal<Settings>,
  painted: PaintedOn,
): RegionState {
  const roles = signal<Roles>({});
  const driven = signal<Partial<Region>>({});
  const replaced = signal<Replaced | null>(null);
  const keptPadding = signal<{ target: NodeId; paddingPx: PaddingPx } | null>(null);

  const masks = computed(() =>
    selection.value.kind === 'target' ? withRoles(selection.value.masks, roles.value) : [],
  );
  const target = computed(() => (selection.value.kind === 'target' ? selection.value.target : null));
  const region = computed<Region>(() => {
    if (target.value === null) return noRegion;
    return {
      mask: painted.maskFor(target.value.node),
      contextBox: painted.contextBoxFor(target.value.node),
      paddingPx: keptPadding.value?.paddingPx ?? chosenPadding(target.value, settings.value),
      ...driven.value,
    };
  });
  const isPainted = computed(() => {
    if (driven.value.mask !== undefined) return driven.value.mask !== null;
    return target.value !== null && painted.paintedFor(target.value.node) !== null;
  });

  return {
    masks,
    region,
    isPainted,
    window: computed(() => (target.value === null ? undefined : painted.windowFor(target.value))),
    replaced,
    isPaddingKept: computed(() => keptPadding.value !== null),
    giveRole(node, role) {
      roles.value = { ...roles.value, [node]: role };
    },
    drive(change) {
      const all = Object.entries({ ...driven.value, ...change });
      driven.value = Object.fromEntries(all.filter(([, value]) => value !== undefined));
    },
    reopen(result, paddingPx) {
      batch(() => {
        replaced.value = result;
        keptPadding.value = paddingPx === null ? null : { target: result.target, paddingPx };
      });
    },
    forgetReplaced() {
      replaced.value = null;
    },
    dropKeptPadding() {
      keptPadding.value = null;
    },
    follow(next) {
      const node = next.kind === 'target' ? next.target.node : null;
      batch(() => {
        if (replaced.value?.target !== node) replaced.value = null;
        if (keptPadding.value?.target !== node) keptPadding.value = null;
      });
    },
  };
}

/** The padding that the controls ask for; null fills a frame's empty area alone. */
export function chosenPadding(target: Target, settings: Settings): PaddingPx | null {
  if (target.isExpandable && !settings.growsBeyondFrame) return null;
  return paddingFor(growthOf(settings), pictureSize(target));
}

function growthOf({ growBy, growSides, growPercent, growRatio, growZoom }: Settings): Growth {
  switch (growBy) {
    case 'sides':
      return { by: 'sides', sides: growSides, percent: growPercent };
    case 'ratio':
      return { by: 'ratio', ratio: growRatio };
    case 'zoom':
      return { by: 'zoom', factor: growZoom };
  }
}
