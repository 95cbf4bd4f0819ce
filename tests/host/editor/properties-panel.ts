import type { Paint } from '@figma/plugin-typings/plugin-api-standalone';
import type { Document } from '../document/document.ts';
import { rotationOf, withPosition, withRotation } from '../document/matrix.ts';
import type { NodeRecord } from '../document/node.ts';
import { fromHex, toHex } from './color-text.ts';
import { element } from './element.ts';

/** One command of a plugin, offered on a layer with a description. */
export type RelaunchButton = { name: string; description: string; press(): void };

/** The selected layer's place, size, turn, opacity, corners and fills, each in a field. */
export class PropertiesPanel {
  readonly root = element('aside', { class: 'properties', 'aria-label': 'Properties' });

  /** The buttons that a plugin has left on a layer. */
  relaunchButtonsOf: (node: NodeRecord) => readonly RelaunchButton[] = () => [];

  constructor(private readonly document: Document) {}

  render(): void {
    // A field that is being typed into keeps what is typed; it is read when it is left.
    if (
      this.root.contains(window.document.activeElement) &&
      window.document.activeElement?.tagName === 'INPUT'
    )
      return;
    const selected = this.document.selection().flatMap((id) => this.document.find(id) ?? []);
    const [node, ...more] = selected;
    if (!node)
      this.root.replaceChildren(element('p', { class: 'hint' }, 'Select a layer to see its properties.'));
    else if (more.length > 0)
      this.root.replaceChildren(element('h2', {}, `${selected.length} layers`), this.#opacity(selected));
    else this.root.replaceChildren(...this.#sections(node));
  }

  #sections(node: NodeRecord): HTMLElement[] {
    const { document } = this;
    const { transform } = node;
    const place = element(
      'div',
      { class: 'fields' },
      this.#number('X', transform[0][2], (x) =>
        document.setTransform(node.id, withPosition(transform, x, transform[1][2])),
      ),
      this.#number('Y', transform[1][2], (y) =>
        document.setTransform(node.id, withPosition(transform, transform[0][2], y)),
      ),
      this.#number('W', node.width, (width) => document.resize(node.id, Math.max(0.01, width), node.height)),
      this.#number('H', node.height, (height) =>
        document.resize(node.id, node.width, Math.max(0.01, height)),
      ),
      this.#number('∠', rotationOf(transform), (degrees) =>
        document.setTransform(node.id, withRotation(transform, degrees)),
      ),
      this.#number('R', node.cornerRadii[0], (radius) => {
        const r = Math.max(0, radius);
        document.update(node.id, { cornerRadii: [r, r, r, r] });
      }),
    );
    const parts = [element('h2', {}, node.name), place, this.#opacity([node])];
    if (node.fills.length > 0) parts.push(element('h3', {}, 'Fill'), ...this.#paints(node, 'fills'));
    if (node.strokes.length > 0) parts.push(element('h3', {}, 'Stroke'), ...this.#paints(node, 'strokes'));
    const buttons = this.relaunchButtonsOf(node);
    if (buttons.length > 0) parts.push(element('h3', {}, 'Plugin'), ...buttons.map(relaunchRow));
    return parts;
  }

  #opacity(nodes: readonly NodeRecord[]): HTMLElement {
    const first = nodes[0];
    return element(
      'div',
      { class: 'fields is-single' },
      this.#number('Opacity %', (first?.opacity ?? 1) * 100, (percent) => {
        const opacity = Math.min(1, Math.max(0, percent / 100));
        for (const node of nodes) this.document.update(node.id, { opacity });
      }),
    );
  }

  #paints(node: NodeRecord, list: 'fills' | 'strokes'): HTMLElement[] {
    return node[list].map((paint, index) => {
      const replace = (changed: Paint) => {
        const paints = node[list].map((one, at) => (at === index ? changed : one));
        this.document.act(() =>
          this.document.update(node.id, list === 'fills' ? { fills: paints } : { strokes: paints }),
        );
      };
      const row = element('div', { class: 'paint' });
      if (paint.type === 'SOLID') {
        const swatch = element('input', {
          type: 'color',
          'aria-label': `${list} color`,
          value: toHex(paint.color),
        });
        swatch.addEventListener('change', () => {
          const color = fromHex(swatch.value);
          if (color) replace({ ...paint, color });
        });
        row.append(swatch, element('span', {}, toHex(paint.color).slice(1).toUpperCase()));
      } else row.append(element('span', { class: 'swatch' }), element('span', {}, describe(paint)));
      return row;
    });
  }

  #number(label: string, value: number, set: (value: number) => void): HTMLElement {
    const shown = String(Math.round(value * 100) / 100);
    const field = element('input', { type: 'text', inputmode: 'decimal', 'aria-label': label, value: shown });
    field.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter') field.blur();
      if (event.key === 'Escape') {
        field.value = shown;
        field.blur();
      }
    });
    field.addEventListener('blur', () => {
      const typed = Number.parseFloat(field.value.replace(',', '.'));
      if (Number.isFinite(typed) && field.value !== shown) this.document.act(() => set(typed));
      queueMicrotask(() => this.render());
    });
    return element('label', { class: 'field' }, element('span', {}, label), field);
  }
}

function describe(paint: Paint): string {
  if (paint.type === 'IMAGE') return `Image, ${paint.scaleMode.toLowerCase()}`;
  return paint.type.toLowerCase().replaceAll('_', ' ');
}

function relaunchRow({ name, description, press }: RelaunchButton): HTMLElement {
  const button = element('button', { type: 'button', class: 'relaunch' }, name);
  button.addEventListener('click', press);
  const row = element('div', { class: 'relaunch-row' }, button);
  if (description !== '') row.append(element('p', {}, description));
  return row;
}
