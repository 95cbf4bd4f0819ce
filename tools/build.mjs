// `npm run build`: installs what is missing and builds dist/.
import { ensurePackages } from './setup.mjs';

ensurePackages();
const { buildAll, parseBuildOptions } = await import('../esbuild.config.mjs');
const options = parseBuildOptions(process.argv.slice(2));
if (options.error) {
  console.error(options.error);
  process.exit(2);
}
await buildAll(options);
