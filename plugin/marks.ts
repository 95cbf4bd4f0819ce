/** What Underpaint notes on layers, as pluginData: seen by this plugin alone. */
export type MarkName = 'recipe' | 'patchOf' | 'preview' | 'fill';

/** Notes a value on a layer. Without an id in the manifest Figma keeps nothing; the layer is as good without its note. */
export function mark(node: BaseNode, name: MarkName, value: string): void {
  if (canStore()) node.setPluginData(name, value);
}

/** Reads a note; empty where there is none. */
export function readMark(node: BaseNode, name: MarkName): string {
  return canStore() ? node.getPluginData(name) : '';
}

/** Whether Figma keeps pluginData for us: it needs an id in the manifest. */
export function canStore(): boolean {
  return figma.pluginId !== undefined;
}
