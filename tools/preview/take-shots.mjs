import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../browser.mjs';
import { findCut } from './find-cut.mjs';
import { openScene } from './open-scene.mjs';

const themes = ['light', 'dark'];
const languages = ['en', 'de'];
const density = 1;

/**
 * Writes one sheet per scene: light and dark, English and German, side by side, as WebP (`asPng`: as PNG, to look at).
 * Returns a sentence for everything that is cut off in one of them. With all scenes, sheets of scenes that are gone go too.
 */
export async function takeShots({ address, folder, scenes, isWhole, width, height, asPng = false, tell }) {
  await mkdir(folder, { recursive: true });
  if (isWhole) await removeSheets(folder);
  const browser = await launchBrowser();
  const faults = [];
  try {
    const variants = await Promise.all(
      themes.flatMap((theme) =>
        languages.map(async (locale) => ({
          theme,
          locale,
          page: await browser.newPage({ viewport: { width, height }, deviceScaleFactor: density, locale }),
        })),
      ),
    );
    for (const { page, theme, locale } of variants)
      page.on('pageerror', (error) => faults.push(`${theme}, ${locale}: ${error.message}`));
    const desk = await browser.newPage();
    for (const scene of scenes) {
      tell(scene.name);
      const shots = await Promise.all(
        variants.map(async ({ page, theme, locale }) => {
          const say = (words) => faults.push(`${scene.name}, ${theme}, ${locale}: ${words}`);
          try {
            const panel = await openScene(page, { address, theme, scene });
            for (const cut of await findCut(panel)) say(cut);
          } catch (error) {
            say(String(error.message).split('\n')[0]);
          }
          return (await page.screenshot()).toString('base64');
        }),
      );
      const type = asPng ? 'png' : 'webp';
      const sheet = await desk.evaluate(drawSheet, { shots, type });
      await writeFile(join(folder, `${scene.name}.${type}`), Buffer.from(sheet, 'base64'));
    }
  } finally {
    await browser.close();
  }
  return faults;
}

async function removeSheets(folder) {
  for (const name of await readdir(folder)) if (name.endsWith('.webp')) await rm(join(folder, name));
}

/** Runs in a page: lays pictures side by side and encodes them with the browser's own encoder. */
async function drawSheet({ shots, type }) {
  const gapPx = 12;
  const bitmaps = await Promise.all(
    shots.map(async (shot) => {
      const image = new Image();
      image.src = `data:image/png;base64,${shot}`;
      await image.decode();
      return image;
    }),
  );
  const canvas = document.createElement('canvas');
  canvas.width = bitmaps.reduce((sum, { width }) => sum + width + gapPx, gapPx);
  canvas.height = Math.max(...bitmaps.map(({ height }) => height)) + 2 * gapPx;
  const context = canvas.getContext('2d');
  context.fillStyle = '#808080';
  context.fillRect(0, 0, canvas.width, canvas.height);
  let x = gapPx;
  for (const bitmap of bitmaps) {
    context.drawImage(bitmap, x, gapPx);
    x += bitmap.width + gapPx;
  }
  return canvas.toDataURL(`image/${type}`, 0.3).split(',')[1];
}
