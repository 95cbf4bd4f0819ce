import { type Rasteriser, startRasteriser } from '../render/canvas-kit.ts';
import { readThemeColors, type ThemeColors } from './panel/theme-colors.ts';

const FONTS = [
  { file: 'inter-400.woff2', weight: 400, style: 'Regular' },
  { file: 'inter-500.woff2', weight: 500, style: 'Medium' },
  { file: 'inter-600.woff2', weight: 600, style: 'Semi Bold' },
  { file: 'inter-700.woff2', weight: 700, style: 'Bold' },
] as const;

export type PageAssets = {
  raster: Rasteriser;
  themeColors: ThemeColors;
  /** Inter as data: addresses, which a panel without an origin and without a network may use. */
  fontFaces: string;
};

/** Fetches what lies beside the page: wasm, fonts, the list of color tokens. */
export async function loadAssets(): Promise<PageAssets> {
  const files = await Promise.all(FONTS.map(({ file }) => fetchBytes(file)));
  const fonts = FONTS.map(({ style }, index) => ({ bytes: files[index]!, name: { family: 'Inter', style } }));
  const faces = FONTS.map(({ weight }, index) => {
    const address = `data:font/woff2;base64,${toBase64(files[index]!)}`;
    return `@font-face{font-family:Inter;font-weight:${weight};src:url(${address}) format("woff2")}`;
  });
  const [raster, listing] = await Promise.all([
    startRasteriser(new URL('canvaskit.wasm', location.href).href, fonts),
    fetch('figma-theme.css').then((response) => response.text()),
  ]);
  return { raster, themeColors: readThemeColors(listing), fontFaces: faces.join('') };
}

export async function fetchBytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
