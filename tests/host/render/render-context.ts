import type { NodeSource } from '../document/node-table.ts';
import type { Rasteriser } from './canvas-kit.ts';
import type { PictureCache } from './picture-cache.ts';

/** What every drawing step needs to look things up. */
export type RenderContext = {
  readonly raster: Rasteriser;
  readonly nodes: NodeSource;
  readonly pictures: PictureCache;
  /** Images that count as not decoded yet: they are drawn white, as the real host may do. */
  readonly undecoded?: ReadonlySet<string>;
  /** For the screen: pictures shown small are averaged more coarsely, in half the time. */
  readonly isDraft?: boolean;
};
