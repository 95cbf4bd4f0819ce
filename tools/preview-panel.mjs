// The panel alone, with a fake sandbox and a fake engine behind it:
//   node tools/preview-panel.mjs                 serves it, to look at
//   node tools/preview-panel.mjs --shots DIR     writes a sheet of each of its scenes: light and dark, English and German
//     --only TEXT    only scenes whose name holds it        --width PX, --height PX    the panel's size, 240 x 692
//     --png          PNG instead of WebP
// Exit code 1 where words are cut off or something has failed; npm run shots writes docs/panel.
import { parseArgs } from 'node:util';
import { ensureChromium, ensurePackages } from './setup.mjs';

ensurePackages();
const { values } = parseArgs({
  options: {
    shots: { type: 'string' },
    only: { type: 'string', default: '' },
    width: { type: 'string', default: '240' },
    height: { type: 'string', default: '692' },
    png: { type: 'boolean', default: false },
  },
});
const { servePreview } = await import('./preview/serve-preview.mjs');
if (values.shots === undefined) {
  const { address } = await servePreview({ isReadable: true });
  console.log(`The panel alone: ${address} (add ?theme=dark)`);
} else {
  await ensureChromium();
  const { scenes } = await import('./preview/panel-scenes.mjs');
  const { takeShots } = await import('./preview/take-shots.mjs');
  const { server, address } = await servePreview();
  const faults = await takeShots({
    address,
    folder: values.shots,
    scenes: scenes.filter(({ name }) => name.includes(values.only)),
    isWhole: values.only === '' && !values.png,
    width: Number(values.width),
    height: Number(values.height),
    asPng: values.png,
    tell: (name) => console.log(name),
  }).finally(() => server.close());
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
