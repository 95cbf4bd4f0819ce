import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Reads `npm start -- [--plugin DIR]`; returns `{ plugin }` or `{ error }` with one sentence. */
export function parseStartOptions(args) {
  const options = { plugin: null };
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] !== '--plugin')
      return { error: `${args[i]} is not an option of npm start. The only one is --plugin DIR.` };
    const folder = args[i + 1];
    if (!folder)
      return {
        error: '--plugin needs the folder of a plugin. Give the folder that holds its manifest.json.',
      };
    if (!existsSync(join(resolve(folder), 'manifest.json'))) {
      return { error: `--plugin: ${folder} holds no manifest.json. Give the folder of a plugin.` };
    }
    options.plugin = folder;
    i += 1;
  }
  return options;
}
