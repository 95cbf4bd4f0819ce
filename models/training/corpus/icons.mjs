// Rasterises the named icons of @iconify-json/fluent-emoji-flat (MIT) into one sheet, icons.png: cells of 96 px, six to a row.
// npm i @iconify-json/fluent-emoji-flat @resvg/resvg-js   then   node icons.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const need = createRequire(`${process.cwd()}/`);
const { Resvg } = need("@resvg/resvg-js");
const set = need("@iconify-json/fluent-emoji-flat/icons.json");
const names = Object.keys(JSON.parse(readFileSync(new URL("icon_names.json", import.meta.url), "utf8")));
const cell = 96;
const columns = 6;
const bodies = names.map((name, index) => {
  const icon = set.icons[name];
  if (!icon) throw new Error(`The icon set has no "${name}".`);
  const box = `0 0 ${icon.width ?? set.width ?? 32} ${icon.height ?? set.height ?? 32}`;
  const [x, y] = [(index % columns) * cell, Math.floor(index / columns) * cell];
  return `<svg x="${x}" y="${y}" width="${cell}" height="${cell}" viewBox="${box}">${icon.body}</svg>`;
});
const [width, height] = [columns * cell, Math.ceil(names.length / columns) * cell];
const sheet = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}">${bodies.join("")}</svg>`;
writeFileSync(new URL("icons.png", import.meta.url), new Resvg(sheet).render().asPng());
