import CanvasKitInit, { type CanvasKit } from 'canvaskit-wasm';
import { FontBook, type FontFile } from './font-book.ts';

/** The rasteriser with its fonts: one per page or test process. */
export type Rasteriser = { kit: CanvasKit; fonts: FontBook };

/** Starts CanvasKit from the address of canvaskit.wasm and registers the fonts. Software surfaces only: same bytes everywhere. */
export async function startRasteriser(wasmUrl: string, fonts: readonly FontFile[]): Promise<Rasteriser> {
  const kit = await CanvasKitInit({ locateFile: () => wasmUrl });
  return { kit, fonts: new FontBook(kit, fonts) };
}
