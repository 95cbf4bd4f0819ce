import type { LookText } from './look-text.ts';

export const lookEn: LookText = { compact: 'Compact view', unfold: 'Show all settings' };
