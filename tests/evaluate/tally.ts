import type { Facts } from './facts.ts';

/** Observations per row and column (a language, or a way of asking), in the order of their first appearance. */
export type Tally<Column extends string> = {
  add(column: Column, facts: Facts): void;
  rows(): string[];
  /** Mean of a row's observations; NaN where there are none. */
  mean(row: string, column: Column): number;
  count(row: string, column: Column): number;
};

export function createTally<Column extends string>(): Tally<Column> {
  const seen = new Map<string, Map<Column, number[]>>();
  const find = (row: string, column: Column) => seen.get(row)?.get(column) ?? [];
  return {
    add(column, facts) {
      for (const [row, value] of Object.entries(facts)) {
        const columns = seen.get(row) ?? new Map<Column, number[]>();
        seen.set(row, columns.set(column, [...(columns.get(column) ?? []), value]));
      }
    },
    rows: () => [...seen.keys()],
    mean(row, column) {
      const values = find(row, column);
      return values.reduce((sum, one) => sum + one, 0) / values.length;
    },
    count: (row, column) => find(row, column).length,
  };
}
