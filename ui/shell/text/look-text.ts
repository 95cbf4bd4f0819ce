/** Words on how the panel looks. */
export type LookText = { compact: string; unfold: string };
