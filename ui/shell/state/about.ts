import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { StepPreview } from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AboutTab, ShortcutName, ShortcutPlace } from '../text/about-text.ts';

export const aboutTabs: readonly AboutTab[] = ['data', 'keys', 'facts'];

export const shortcutPlaces: readonly ShortcutPlace[] = ['panel', 'results', 'editor'];

/** Every key that does something, by where it does it. `mod` is Control, or Command on a Mac; `a b` are two of one kind. */
export const shortcuts = {
  run: { place: 'panel', keys: ['mod+enter'] },
  leave: { place: 'panel', keys: ['escape'] },
  help: { place: 'panel', keys: ['?'] },
  earlierPrompts: { place: 'panel', keys: ['alt+arrowup', 'alt+arrowdown'] },
  weigh: { place: 'panel', keys: ['mod+arrowup', 'mod+arrowdown'] },
  choose: { place: 'results', keys: ['arrows'] },
  apply: { place: 'results', keys: ['enter'] },
  compare: { place: 'results', keys: ['o'] },
  brush: { place: 'editor', keys: ['b'] },
  eraser: { place: 'editor', keys: ['e'] },
  lasso: { place: 'editor', keys: ['l'] },
  rectangle: { place: 'editor', keys: ['m'] },
  invert: { place: 'editor', keys: ['i'] },
  size: { place: 'editor', keys: ['[', ']'] },
  zoom: { place: 'editor', keys: ['+', '-', '0'] },
  undo: { place: 'editor', keys: ['mod+z'] },
  redo: { place: 'editor', keys: ['mod+shift+z', 'mod+y'] },
  cursor: { place: 'editor', keys: ['arrows', 'enter'] },
} as const satisfies Record<ShortcutName, { place: ShortcutPlace; keys: readonly string[] }>;

export const shortcutNames = Object.keys(shortcuts) as ShortcutName[];

/** How far the first look is: a small picture of no document, painted to show how painting works. */
export type FirstLook =
  | { phase: 'idle' }
  | { phase: 'painting'; step: number; steps: number; preview: StepPreview | null }
  | { phase: 'done'; png: Uint8Array }
  | { phase: 'failed'; code: ErrorCode };

/** What explains the panel, as it is shown now. */
export type AboutState = {
  sheet: ReadonlySignal<AboutTab | null>;
  /** True where a person asked to see the first card again. */
  isIntroWanted: ReadonlySignal<boolean>;
  look: ReadonlySignal<FirstLook>;
  isLooking: ReadonlySignal<boolean>;
  showSheet(tab: AboutTab | null): void;
  wantIntro(isWanted: boolean): void;
  setLook(look: FirstLook): void;
};

export function createAboutState(): AboutState {
  const sheet = signal<AboutTab | null>(null);
  const isIntroWanted = signal(false);
  const look = signal<FirstLook>({ phase: 'idle' });
  return {
    sheet,
    isIntroWanted,
    look,
    isLooking: computed(() => look.value.phase === 'painting'),
    showSheet(tab) {
      sheet.value = tab;
    },
    wantIntro(isWanted) {
      isIntroWanted.value = isWanted;
    },
    setLook(next) {
      look.value = next;
    },
  };
}

/** What the build wrote into the manifest: where the plugin may go, in Figma's words. */
declare const __NETWORK__: { allowedDomains: string[]; devAllowedDomains: string[] } | undefined;

/** A host that the plugin may talk to, and why it may. */
export type AllowedHost = { address: string; why: 'engine' | 'development' };

/** Everything that the manifest allows; Figma refuses all the rest. */
export function listHosts(
  network = typeof __NETWORK__ === 'undefined' ? { allowedDomains: [], devAllowedDomains: [] } : __NETWORK__,
): AllowedHost[] {
  return [
    ...network.allowedDomains
      .filter((address) => address !== 'none')
      .map((address) => ({ address, why: 'engine' as const })),
    ...network.devAllowedDomains.map((address) => ({ address, why: 'development' as const })),
  ];
}
