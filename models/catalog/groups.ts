import type { GroupId, LocalText } from './catalog-entry.ts';

/** The catalog's groups in the order that a designer would look through them. */
export const catalogGroups: readonly { id: GroupId; title: LocalText }[] = [
  { id: 'included', title: { en: 'Included', de: 'Enthalten' } },
  { id: 'quick', title: { en: 'Quick', de: 'Schnell' } },
  { id: 'quality', title: { en: 'Finished pictures', de: 'Fertige Bilder' } },
  { id: 'own', title: { en: 'Your own', de: 'Eigene' } },
  { id: 'helpers', title: { en: 'Helpers', de: 'Helfer' } },
];
