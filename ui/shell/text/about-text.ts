import type { Size } from '../../../protocol/geometry.ts';

/** What the sheet about the plugin shows. */
export type AboutTab = 'data' | 'keys' | 'facts';

export type ShortcutPlace = 'panel' | 'results' | 'editor';

export type ShortcutName =
  | 'run'
  | 'leave'
  | 'help'
  | 'earlierPrompts'
  | 'weigh'
  | 'choose'
  | 'apply'
  | 'compare'
  | 'brush'
  | 'eraser'
  | 'lasso'
  | 'rectangle'
  | 'invert'
  | 'size'
  | 'zoom'
  | 'undo'
  | 'redo'
  | 'cursor';

/** Keys that are called differently from language to language. */
export type KeyName = 'mod' | 'shift' | 'alt' | 'enter' | 'escape' | 'arrows' | 'arrowup' | 'arrowdown';

/** The words that explain: sizes under the button, the first look, what becomes of data, keys, the machine. */
export type AboutText = {
  plan: {
    /** Follow what the button will do. `size`: of the picture, where it is not the frame's. */
    painted(model: Size, size: Size | null): string;
    seen(size: Size, model: Size): string;
    several(count: number): string;
  };
  intro: {
    title: string;
    picture: string;
    sentences: Record<'noise' | 'prompt' | 'steps' | 'local', string>;
    prompt: string;
    show: string;
    again: string;
    stop: string;
    step(step: number, steps: number): string;
    loading: string;
    finished: string;
    close: string;
    noEngine: string;
    reopen: string;
  };
  sheet: { open: string; title: string; close: string; tabs: Record<AboutTab, string> };
  data: {
    stays: string;
    document: string;
    downloads: string;
    hostsTitle: string;
    hosts: Record<'engine' | 'development', string>;
    noHosts: string;
  };
  keys: {
    key: string;
    does: string;
    places: Record<ShortcutPlace, string>;
    caps: Record<KeyName, string>;
    names: Record<ShortcutName, string>;
  };
  facts: Record<'plugin' | 'engine' | 'device' | 'model' | 'isolation' | 'unknown' | 'yes' | 'no', string>;
  /** The model's weights beside the device; `size` as text. */
  weights(size: string): string;
  /** How far a run is, told to screen readers now and then. */
  share(percent: number): string;
};
