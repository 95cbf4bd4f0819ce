import { Document } from '../document/document.ts';
import { Editor } from '../editor/editor.ts';
import { element } from '../editor/element.ts';
import { icon } from '../editor/icons.ts';
import { textMeasurer } from '../render/measure-text.ts';
import { PictureCache } from '../render/picture-cache.ts';
import { addSample } from '../sample-document.ts';
import { makeHostScript } from './host-script.ts';
import { loadAssets } from './page-assets.ts';
import { PageTheme } from './page-theme.ts';
import { PluginHost } from './plugin-host.ts';

declare global {
  interface Window {
    /** The page's door for scripts; there once the document is open. */
    host?: ReturnType<typeof makeHostScript> & { plugin: PluginHost };
  }
}

const address = new URL(location.href);
const root = document.getElementById('editor');
if (root) {
  openPage(root).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    root.replaceChildren(element('p', { class: 'hint', role: 'alert' }, text));
  });
}

/** Opens the document in the editor and runs the plugin that the address names. */
async function openPage(root: HTMLElement): Promise<void> {
  const theme = new PageTheme(address.searchParams.get('theme'));
  const { raster, themeColors, fontFaces } = await loadAssets();
  document.head.append(element('style', { id: 'host-theme' }, themeColors.light + themeColors.dark));
  const file = new Document({ measureText: textMeasurer(raster) });
  if (address.searchParams.get('document') !== 'empty') addSample(file);
  const pictures = new PictureCache(raster.kit, file.images);
  const context = { raster, nodes: file, pictures };

  const pluginButton = element('button', { type: 'button', class: 'text-button', 'data-run-plugin': '' });
  const themeButton = element('button', { type: 'button', class: 'icon-button', title: 'Light or dark' });
  themeButton.setAttribute('aria-label', 'Light or dark');
  const showTheme = () => themeButton.replaceChildren(icon(theme.get()));
  showTheme();
  themeButton.addEventListener('click', () => theme.toggle());
  const editor = new Editor({
    root,
    document: file,
    raster,
    pictures,
    title: 'Untitled',
    actions: [pluginButton, themeButton],
  });

  const plugin = new PluginHost({
    folder: address.searchParams.get('plugin') ?? '/plugin/',
    document: file,
    editor,
    context,
    themeColors,
    fontFaces,
    theme: () => theme.get(),
  });
  theme.subscribe((chosen) => {
    showTheme();
    editor.stage.request();
    plugin.setTheme(chosen);
  });
  const commandList = element('select', { class: 'command', 'aria-label': 'Plugin command', hidden: '' });
  pluginButton.before(commandList);
  plugin.onRunning = () => {
    pluginButton.replaceChildren(icon('plugin'), plugin.isRunning ? 'Close plugin' : 'Run plugin');
    if (commandList.options.length !== plugin.commands.length)
      commandList.replaceChildren(
        ...plugin.commands.map(({ name, command }) => element('option', { value: command }, name)),
      );
    commandList.hidden = plugin.commands.length < 2;
  };
  editor.relaunchButtonsOf = (node) => plugin.relaunchButtonsOf(node);
  editor.offerFiles = (files, point) => plugin.offerFiles(files, point);
  plugin.onRunning();
  pluginButton.addEventListener('click', () => {
    if (plugin.isRunning) plugin.cancel();
    else void plugin.run(commandList.value);
  });
  const script = makeHostScript({ document: file, editor, context, setTheme: (chosen) => theme.set(chosen) });
  window.host = Object.assign(script, { plugin });
  await plugin.run();
}
