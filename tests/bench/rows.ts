import type { row } from '../../tools/measuring/report.mjs';

/** One line of the table. */
export type Row = ReturnType<typeof row>;
