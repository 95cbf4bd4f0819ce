export type Theme = 'light' | 'dark';

/** The variables that Figma gives a panel, as CSS for `<style id="figma-style">`, by theme. */
export type ThemeColors = Record<Theme, string>;

/** Takes the declarations of the light and the dark theme out of the published list of Figma's color tokens. */
export function readThemeColors(listing: string): ThemeColors {
  const declarations = (name: string): string => {
    const block = new RegExp(`\\.figma-${name}\\s*\\{([^}]*)\\}`).exec(listing)?.[1];
    if (block === undefined) throw new Error(`The list of color tokens has no ${name} theme`);
    return `:root.figma-${name} {${block}}`;
  };
  return { light: declarations('light'), dark: declarations('dark') };
}

export const themeClassOf = (theme: Theme): string => `figma-${theme}`;
