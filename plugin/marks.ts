/** What Underpaint notes on layers, as pluginData: seen by this plugin alone. */
export type MarkName = 'recipe' | 'patchOf' | 'preview' | 'fill' | 'result' | 'facts';

/** Notes a value on a layer, where Figma keeps it; the layer is as good without its note. */
export function mark(node: BaseNode, name: MarkName, value: string): void {
  if (!canStore()) return;
  try {
    node.setPluginData(name, value);
  } catch (thrown) {
    console.warn(`${name} was not kept: ${String(thrown)}`);
  }
}

/** Reads a note; empty where there is none. */
export function readMark(node: BaseNode, name: MarkName): string {
  return canStore() ? node.getPluginData(name) : '';
}

/** Whether Figma keeps pluginData for us: it needs an id in the manifest. */
export function canStore(): boolean {
  return figma.pluginId !== undefined;
}
