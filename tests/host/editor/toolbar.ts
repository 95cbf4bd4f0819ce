import { element } from './element.ts';
import { icon } from './icons.ts';
import type { ToolName } from './tools/tool.ts';

const TOOLS: readonly { name: ToolName; label: string; key: string }[] = [
  { name: 'select', label: 'Move', key: 'V' },
  { name: 'hand', label: 'Hand', key: 'H' },
  { name: 'frame', label: 'Frame', key: 'F' },
  { name: 'rectangle', label: 'Rectangle', key: 'R' },
  { name: 'ellipse', label: 'Ellipse', key: 'O' },
  { name: 'line', label: 'Line', key: 'L' },
  { name: 'pencil', label: 'Pencil', key: 'P' },
  { name: 'text', label: 'Text', key: 'T' },
];

/** The tool of a key, if it is one. */
export const toolOfKey = (key: string): ToolName | undefined =>
  TOOLS.find((tool) => tool.key === key.toUpperCase())?.name;

/** The row of tools at the foot of the canvas. */
export class Toolbar {
  readonly root = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Tools' });
  #buttons = new Map<ToolName, HTMLButtonElement>();

  constructor(choose: (name: ToolName) => void) {
    for (const { name, label, key } of TOOLS) {
      const title = `${label} (${key})`;
      const button = element('button', { type: 'button', class: 'icon-button', title, 'aria-label': label });
      button.dataset.tool = name;
      button.append(icon(name));
      button.addEventListener('click', () => choose(name));
      this.#buttons.set(name, button);
      this.root.append(button);
    }
  }

  show(active: ToolName): void {
    for (const [name, button] of this.#buttons) button.setAttribute('aria-pressed', String(name === active));
  }
}
