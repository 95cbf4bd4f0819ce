import type { Document } from '../document/document.ts';
import { isFrameLike, type NodeId, type NodeRecord } from '../document/node.ts';
import { element } from './element.ts';
import { type IconName, icon } from './icons.ts';

/** The list of layers, topmost first: click selects, the eye hides, the lock locks, a double click renames. */
export class LayersPanel {
  readonly root = element('nav', { class: 'layers', 'aria-label': 'Layers' });
  #closed = new Set<NodeId>();
  #known = new Set<NodeId>();
  #anchor: NodeId | null = null;

  constructor(
    private readonly document: Document,
    private readonly onHover: (id: NodeId | null) => void,
  ) {}

  render(): void {
    const page = this.document.get(this.document.currentPageId);
    const selected = new Set(this.document.selection());
    const rows: HTMLElement[] = [];
    this.#addRows(page, 0, selected, rows);
    const list = element('div', { class: 'layer-list', role: 'tree' }, ...rows);
    const scrolled = this.root.querySelector('.layer-list')?.scrollTop ?? 0;
    this.root.replaceChildren(element('h2', {}, 'Layers'), list);
    list.scrollTop = scrolled;
    if (rows.length === 0)
      list.append(element('p', { class: 'hint' }, 'Nothing here yet. Draw a frame (F).'));
  }

  #addRows(container: NodeRecord, depth: number, selected: ReadonlySet<NodeId>, rows: HTMLElement[]): void {
    for (const id of [...container.childIds].reverse()) {
      const node = this.document.get(id);
      if (!this.#known.has(id)) {
        this.#known.add(id);
        if (depth > 0) this.#closed.add(id);
      }
      const holdsSelected = this.document.descendantsOf(id).some((below) => selected.has(below.id));
      if (holdsSelected) this.#closed.delete(id);
      rows.push(this.#row(node, depth, selected.has(id)));
      if (!this.#closed.has(id)) this.#addRows(node, depth + 1, selected, rows);
    }
  }

  #row(node: NodeRecord, depth: number, isSelected: boolean): HTMLElement {
    const { document } = this;
    const name = element('span', { class: 'layer-name' }, node.name || node.type.toLowerCase());
    const hide = this.#switch(
      node.visible ? 'shown' : 'hidden',
      node.visible ? 'Hide' : 'Show',
      !node.visible,
      () => document.act(() => document.update(node.id, { visible: !node.visible })),
    );
    const lock = this.#switch(
      node.locked ? 'locked' : 'unlocked',
      node.locked ? 'Unlock' : 'Lock',
      node.locked,
      () => document.act(() => document.update(node.id, { locked: !node.locked })),
    );
    const opener = element('button', {
      class: 'opener',
      type: 'button',
      tabindex: '-1',
      'aria-label': 'Open',
    });
    if (node.childIds.length > 0) {
      opener.append(icon('chevron'));
      opener.classList.toggle('is-open', !this.#closed.has(node.id));
      opener.addEventListener('click', (event) => {
        event.stopPropagation();
        if (!this.#closed.delete(node.id)) this.#closed.add(node.id);
        this.render();
      });
    }
    const row = element(
      'div',
      {
        class: 'layer',
        role: 'treeitem',
        tabindex: '0',
        'data-node': node.id,
        'aria-selected': String(isSelected),
        'aria-level': String(depth + 1),
        style: `padding-left: ${8 + depth * 16}px`,
      },
      opener,
      icon(iconOf(node)),
      name,
      lock,
      hide,
    );
    row.classList.toggle('is-selected', isSelected);
    row.classList.toggle('is-hidden', !node.visible);
    row.addEventListener('click', (event) => this.#select(node.id, event));
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target === row) this.#select(node.id, event);
    });
    row.addEventListener('pointerenter', () => this.onHover(node.id));
    row.addEventListener('pointerleave', () => this.onHover(null));
    name.addEventListener('dblclick', () => this.#rename(node, name));
    return row;
  }

  #select(id: NodeId, event: MouseEvent | KeyboardEvent): void {
    const { document } = this;
    const selection = document.selection();
    if (event.ctrlKey || event.metaKey)
      document.setSelection(
        selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id],
      );
    else if (event.shiftKey && this.#anchor) document.setSelection(this.#between(this.#anchor, id));
    else document.setSelection([id]);
    if (!event.shiftKey) this.#anchor = id;
  }

  #between(first: NodeId, last: NodeId): NodeId[] {
    const ids = [...this.root.querySelectorAll<HTMLElement>('.layer')].map((row) => row.dataset.node ?? '');
    const [from, to] = [ids.indexOf(first), ids.indexOf(last)].sort((a, b) => a - b);
    return from === undefined || from < 0 || to === undefined ? [last] : ids.slice(from, to + 1);
  }

  #switch(name: IconName, label: string, isOn: boolean, act: () => void): HTMLElement {
    const button = element('button', {
      class: 'layer-switch',
      type: 'button',
      'aria-label': label,
      title: label,
    });
    button.classList.toggle('is-on', isOn);
    button.append(icon(name));
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      act();
    });
    return button;
  }

  #rename(node: NodeRecord, label: HTMLElement): void {
    const field = element('input', { class: 'layer-rename', 'aria-label': 'Name' });
    field.value = node.name;
    const finish = () => {
      field.removeEventListener('blur', finish);
      const name = field.value.trim();
      if (name !== '' && name !== node.name && this.document.find(node.id))
        this.document.act(() => this.document.update(node.id, { name }));
      this.render();
    };
    field.addEventListener('blur', finish);
    field.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter') finish();
      if (event.key === 'Escape') this.render();
    });
    label.replaceWith(field);
    field.select();
  }
}

function iconOf(node: NodeRecord): IconName {
  if (node.isMask) return 'mask';
  if (isFrameLike(node.type))
    return node.type === 'COMPONENT' ? 'component' : node.type === 'INSTANCE' ? 'instance' : 'frame';
  if (node.fills.some((paint) => paint.type === 'IMAGE')) return 'picture';
  const byType: Partial<Record<NodeRecord['type'], IconName>> = {
    GROUP: 'group',
    BOOLEAN_OPERATION: 'group',
    SECTION: 'section',
    ELLIPSE: 'ellipse',
    TEXT: 'text',
    LINE: 'line',
    VECTOR: 'vector',
  };
  return byType[node.type] ?? 'rectangle';
}
