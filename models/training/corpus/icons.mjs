// Rasterises the named icons into sheets: icons.png (icon_names.json, cells of 96 px, six to a row) and whole/icons.png
// (whole/icons.txt, cells of 176 px, 24 to a row). Sources: @iconify-json/fluent-emoji-flat (MIT) and @iconify-json/noto
// (Apache-2.0), installed in any folder outside of the project; their notices are in ../../default/NOTICE.
// npm i @iconify-json/fluent-emoji-flat @iconify-json/noto @resvg/resvg-js   then, in that folder,   node .../icons.mjs
// Both sheets are carried as lossless WebP, about half as large; beside each:
//   python -c "from PIL import Image; Image.open('icons.png').save('icons.webp', lossless=True, quality=100, method=6, exact=True)"
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const need = createRequire(`${process.cwd()}/`);
const { Resvg } = need("@resvg/resvg-js");
const sets = { fluent: need("@iconify-json/fluent-emoji-flat/icons.json"), noto: need("@iconify-json/noto/icons.json") };

function place(name, index, cell, columns) {
  const [icon, prefix = "fluent"] = name.split(":").reverse();
  const set = sets[prefix];
  const found = set.icons[icon];
  if (!found) throw new Error(`The icon set ${prefix} has no "${icon}".`);
  const box = `0 0 ${found.width ?? set.width ?? 16} ${found.height ?? set.height ?? 16}`;
  const [x, y] = [(index % columns) * cell, Math.floor(index / columns) * cell];
  return `<svg x="${x}" y="${y}" width="${cell}" height="${cell}" viewBox="${box}">${found.body}</svg>`;
}

function write(file, names, cell, columns) {
  const bodies = names.map((name, index) => place(name, index, cell, columns));
  const [width, height] = [columns * cell, Math.ceil(names.length / columns) * cell];
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}">${bodies.join("")}</svg>`;
  writeFileSync(new URL(file, import.meta.url), new Resvg(sheet).render().asPng());
}

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
write("icons.png", Object.keys(JSON.parse(read("icon_names.json"))), 96, 6);
const rows = read("whole/icons.txt").split("\n").filter((row) => row !== "" && !row.startsWith("#"));
write("whole/icons.png", rows.map((row) => row.split("|")[0].trim()), 176, 24);
