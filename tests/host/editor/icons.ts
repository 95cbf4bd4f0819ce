/** Line icons of 16 x 16 for layers, tools and switches, as the inside of an svg element. */
const SHAPES = {
  select: '<path d="M4 2.5l8.2 5.6-3.9.7-1.9 3.6z"/>',
  hand: '<path d="M5 8V4.2a1 1 0 012 0V7m0-3.6a1 1 0 012 0V7m0-2.6a1 1 0 012 0v4.8c0 2.6-1.3 4.3-3.6 4.3-2 0-2.8-.9-3.9-3L2.6 8.3c-.5-1 .8-1.7 1.4-.9L5 8.8"/>',
  frame: '<path d="M4.5 2v12M11.5 2v12M2 4.5h12M2 11.5h12"/>',
  rectangle: '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/>',
  ellipse: '<circle cx="8" cy="8" r="5.5"/>',
  line: '<path d="M3 13L13 3"/>',
  pencil: '<path d="M3 13l.7-3L10.5 3.2a1.2 1.2 0 011.7 0l.6.6a1.2 1.2 0 010 1.7L6 12.3z"/>',
  text: '<path d="M3 4.5V3h10v1.5M8 3v10M6.3 13h3.4"/>',
  group: '<rect x="2.5" y="2.5" width="11" height="11" stroke-dasharray="2 2"/>',
  picture:
    '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/><path d="M3 11l3-3 3 3 2-2 2 2"/><circle cx="10.3" cy="5.7" r="1"/>',
  component:
    '<path d="M8 2l2.2 2.2L8 6.4 5.8 4.2zM8 9.6l2.2 2.2L8 14l-2.2-2.2zM4.2 5.8L6.4 8l-2.2 2.2L2 8zM11.8 5.8L14 8l-2.2 2.2L9.6 8z"/>',
  instance: '<path d="M8 2l6 6-6 6-6-6z"/>',
  section: '<path d="M2.5 5V3.5a1 1 0 011-1h9a1 1 0 011 1V12.5a1 1 0 01-1 1h-9a1 1 0 01-1-1z"/>',
  vector: '<path d="M3 11c2-8 4 2 5-3s3-3 5-2"/>',
  shown: '<path d="M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4z"/><circle cx="8" cy="8" r="1.8"/>',
  hidden: '<path d="M2 7c1.2 1.6 3.3 2.8 6 2.8S12.8 8.6 14 7M4 9.2L3 11M8 10v2M12 9.2l1 1.8"/>',
  locked: '<rect x="4" y="7.5" width="8" height="5.5" rx="1"/><path d="M5.7 7.5V5.3a2.3 2.3 0 014.6 0v2.2"/>',
  unlocked: '<rect x="4" y="7.5" width="8" height="5.5" rx="1"/><path d="M5.7 7.5V5.3a2.3 2.3 0 014.3-1.1"/>',
  mask: '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11a5.5 5.5 0 000-11z" fill="currentColor"/>',
  undo: '<path d="M3 6h6.5a3.5 3.5 0 010 7H6M3 6l3-3M3 6l3 3"/>',
  redo: '<path d="M13 6H6.5a3.5 3.5 0 000 7H10M13 6l-3-3M13 6l-3 3"/>',
  light:
    '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"/>',
  dark: '<path d="M13 9.5A5.5 5.5 0 016.5 3 5.5 5.5 0 1013 9.5z"/>',
  plugin: '<path d="M6 2.5v3M10 2.5v3M4 5.5h8v2.5a4 4 0 01-8 0zM8 12v2"/>',
  chevron: '<path d="M6 4.5L9.5 8 6 11.5"/>',
} as const;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName): SVGSVGElement {
  const holder = document.createElement('div');
  holder.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.1" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">${SHAPES[name]}</svg>`;
  return holder.firstElementChild as SVGSVGElement;
}
