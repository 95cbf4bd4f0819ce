import type { Document } from '../document/document.ts';
import { absoluteTransform } from '../document/geometry.ts';
import type { NodeId } from '../document/node.ts';
import { element } from './element.ts';
import type { Viewport } from './viewport.ts';

/** Opens a text layer for typing in place; leaving it makes one step of the history, an empty layer goes away. */
export function editText(document: Document, viewport: Viewport, area: HTMLElement, id: NodeId): void {
  const node = document.get(id);
  const transform = absoluteTransform(document, id);
  const { left, top } = viewport.toScreen({ x: transform[0][2], y: transform[1][2] });
  const size = node.fontSize * viewport.getZoom();
  const field = element('textarea', { class: 'text-editing', 'aria-label': 'Text', spellcheck: 'false' });
  field.value = node.characters;
  field.style.cssText = `left: ${left}px; top: ${top}px; font-size: ${size}px; line-height: ${size * 1.21}px`;
  const fit = () => {
    field.style.width = '0';
    field.style.width = `${field.scrollWidth + size}px`;
    field.style.height = '0';
    field.style.height = `${field.scrollHeight}px`;
  };
  // The layer below would show through the field.
  const shownOpacity = node.opacity;
  document.update(id, { opacity: 0 });
  const finish = () => {
    field.removeEventListener('blur', finish);
    field.remove();
    if (!document.find(id)) return;
    document.update(id, { opacity: shownOpacity });
    const characters = field.value;
    if (characters === '') document.remove(id);
    else document.update(id, { characters, name: characters.split('\n')[0] ?? 'Text' });
    document.history.commit();
  };
  field.addEventListener('input', fit);
  field.addEventListener('blur', finish);
  field.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') finish();
  });
  area.append(field);
  fit();
  field.focus();
}
