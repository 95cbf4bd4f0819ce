import { row } from '../../../tools/measuring/report.mjs';
import { decodePicture } from '../../../ui/engine/worker/image-codec.ts';
import type { RgbaImage } from '../../../ui/imaging/image.ts';
import { createNodeEngine, generate, placedAtOrigin } from '../../browser/engine/node-engine.ts';
import { fixtures, picture } from '../fixtures/fixtures.ts';
import { layOver } from '../lay-over.ts';
import type { Row } from '../rows.ts';

const [width, height] = [256, 192];
/** A half of each side, evenly on both of its ends. */
const padding = { left: width / 4, right: width / 4, top: height / 4, bottom: height / 4 };
const mostLevels = 2;
/** Pixels on each side of the old border whose own steps the one across it is compared with. */
const besidePx = 4;

/**
 * How much larger the step between neighbors across the picture's old border is than the steps beside it, in gray levels,
 * after the default pack has made the picture half as large again; beside it a paste of what was painted without any fade.
 */
export async function measureExpansion(): Promise<Row[]> {
  const engine = await createNodeEngine();
  const found: { name: string; ours: number; pasted: number }[] = [];
  for (const fixture of fixtures) {
    const original = picture(fixture, width, height);
    const jumps = [];
    for (const edge of ['blend', 'strict'] as const) {
      const { candidates } = await generate(
        engine,
        { task: 'expand', prompt: '', paddingPx: padding, edge, size: { width, height } },
        placedAtOrigin(original, []),
      );
      const [first] = candidates;
      if (first === undefined) throw new Error('There is no picture.');
      const room = padPicture(original);
      const at = { x: first.patch.x + padding.left, y: first.patch.y + padding.top };
      jumps.push(measureJump(layOver(room, decodePicture(first.png), at)));
    }
    found.push({ name: fixture.name, ours: jumps[0]!, pasted: jumps[1]! });
  }
  return [
    ...found.map(({ name, ours }) =>
      row(`expand by half, jump at the old border: ${name}, ours`, Math.abs(ours), 'levels', {
        atMost: mostLevels,
      }),
    ),
    ...found.map(({ name, pasted }) =>
      row(`expand by half, jump at the old border: ${name}, strict edge`, pasted, 'levels'),
    ),
  ];
}

/** The picture in the middle of an empty one that is as much larger as the padding. */
function padPicture(original: RgbaImage): RgbaImage {
  const room = { width: width + padding.left + padding.right, height: height + padding.top + padding.bottom };
  const empty = { ...room, data: new Uint8Array(room.width * room.height * 4) };
  return layOver(empty, original, { x: padding.left, y: padding.top });
}

/** The mean step across the old border less the mean of the steps that lie beside it on both sides. */
export function measureJump({ width: full, data }: RgbaImage): number {
  const steps = new Float64Array(2 * besidePx + 1);
  const add = (index: number, a: number, b: number) => {
    for (let c = 0; c < 3; c++) steps[index]! += Math.abs(data[a * 4 + c]! - data[b * 4 + c]!) / 3;
  };
  for (let away = -besidePx; away <= besidePx; away++) {
    for (let y = 0; y < height; y++) {
      const rowAt = (padding.top + y) * full;
      // The border lies between these two columns where `away` is 0; positive is inwards.
      for (const column of [padding.left + away, padding.left + width - away])
        add(away + besidePx, rowAt + column - 1, rowAt + column);
    }
    for (let x = 0; x < width; x++) {
      const column = padding.left + x;
      for (const line of [padding.top + away, padding.top + height - away])
        add(away + besidePx, (line - 1) * full + column, line * full + column);
    }
  }
  const means = Array.from(steps, (sum) => sum / (2 * (width + height)));
  const across = means[besidePx]!;
  const beside = means.filter((_, i) => i !== besidePx);
  return across - beside.reduce((sum, step) => sum + step, 0) / beside.length;
}
