import { type Theme, themeClassOf } from './panel/theme-colors.ts';

const KEY = 'theme';

/** The page's theme: what the address asks for, else what was chosen last, else what the system prefers. */
export class PageTheme {
  #theme: Theme;
  #listeners = new Set<(theme: Theme) => void>();

  constructor(asked: string | null) {
    const known =
      asked ??
      localStorage.getItem(KEY) ??
      (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    this.#theme = known === 'dark' ? 'dark' : 'light';
    this.#apply();
  }

  get(): Theme {
    return this.#theme;
  }

  set(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    localStorage.setItem(KEY, theme);
    this.#apply();
    for (const listener of this.#listeners) listener(theme);
  }

  toggle(): void {
    this.set(this.#theme === 'dark' ? 'light' : 'dark');
  }

  subscribe(listener: (theme: Theme) => void): void {
    this.#listeners.add(listener);
  }

  #apply(): void {
    const { classList } = document.documentElement;
    classList.remove('figma-light', 'figma-dark');
    classList.add(themeClassOf(this.#theme));
  }
}
