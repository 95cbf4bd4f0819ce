import type { LookText } from './look-text.ts';

export const lookDe: LookText = { compact: 'Kompakte Ansicht', unfold: 'Alle Einstellungen zeigen' };
