import type { FontName } from '@figma/plugin-typings/plugin-api-standalone';
import type { CanvasKit, FontStyle, TypefaceFontProvider } from 'canvaskit-wasm';

/** One font file (ttf, woff or woff2) and the name that layers know it by. */
export type FontFile = { bytes: Uint8Array; name: FontName };

/** The fonts that text is set in. A family that is not here is set in the first one, as Figma does with missing fonts. */
export class FontBook {
  readonly provider: TypefaceFontProvider;
  readonly names: readonly FontName[];
  #families: Set<string>;
  #fallback: string;
  #kit: CanvasKit;

  constructor(kit: CanvasKit, files: readonly FontFile[]) {
    this.#kit = kit;
    this.provider = kit.TypefaceFontProvider.Make();
    for (const file of files) this.provider.registerFont(new Uint8Array(file.bytes), file.name.family);
    this.names = files.map((file) => file.name);
    this.#families = new Set(files.map((file) => file.name.family));
    this.#fallback = files[0]?.name.family ?? 'sans-serif';
  }

  familyFor(name: FontName): string {
    return this.#families.has(name.family) ? name.family : this.#fallback;
  }

  styleFor(name: FontName): FontStyle {
    const { FontWeight, FontSlant, FontWidth } = this.#kit;
    const style = name.style.toLowerCase().replaceAll(/[\s-]/g, '');
    const weights = {
      thin: FontWeight.Thin,
      extralight: FontWeight.ExtraLight,
      light: FontWeight.Light,
      medium: FontWeight.Medium,
      semibold: FontWeight.SemiBold,
      extrabold: FontWeight.ExtraBold,
      black: FontWeight.Black,
      bold: FontWeight.Bold,
    };
    const weight = Object.entries(weights).find(([word]) => style.includes(word))?.[1] ?? FontWeight.Normal;
    const slant = style.includes('italic') ? FontSlant.Italic : FontSlant.Upright;
    return { weight, slant, width: FontWidth.Normal };
  }
}
