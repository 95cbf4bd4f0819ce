import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { root } from '../setup.mjs';

/**
 * A measured row. `atLeast` or `atMost` is its limit; with neither it has none and `holds` is null. `n` says how many
 * single observations the value is made of.
 *
 * @param {string} name
 * @param {number} value
 * @param {string} unit
 * @param {{ atLeast?: number | null, atMost?: number | null, n?: number | null }} [options]
 */
export function row(name, value, unit, options = {}) {
  const { atLeast = null, atMost = null, n = null } = options;
  const limit = atLeast ?? atMost;
  const holds = limit === null ? null : atLeast === null ? value <= limit : value >= limit;
  return { name, value, unit, limit, holds, ...(n !== null && { n }), side: atLeast === null ? '<=' : '>=' };
}

/** Prints rows as a table: value, unit, limit, and whether it holds. */
export function printRows(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, unit, limit, holds, n, side } of rows) {
    const verdict =
      holds === null ? '' : `${side} ${String(limit).padEnd(5)}${holds ? 'holds' : 'FALLS SHORT'}`;
    const count = n === undefined ? '' : `n ${n}`;
    console.log(
      `${name.padEnd(width)} ${format(value).padStart(8)} ${unit.padEnd(7)} ${count.padEnd(6)} ${verdict}`.trimEnd(),
    );
  }
  const limited = rows.filter(({ holds }) => holds !== null);
  const held = limited.filter(({ holds }) => holds);
  if (limited.length > 0) console.log(`\n${held.length} of ${limited.length} limits hold.`);
}

const format = (value) => (Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2));

/** Where rows were measured. */
export function describeMachine(more = {}) {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? arch(),
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    ...more,
  };
}

/** Writes `{ date, commit, …about, machine, rows }`; values have at most four decimals. */
export async function writeReport(file, { machine, about = {}, rows }) {
  const plain = rows.map(({ side: _, value, ...rest }) => ({
    name: rest.name,
    value: Number(value.toFixed(4)),
    ...rest,
  }));
  const report = {
    date: new Date().toISOString().slice(0, 10),
    commit: readCommit(),
    ...about,
    machine,
    rows: plain,
  };
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** The commit that is checked out, with a plus where files differ from it; null outside of git. */
function readCommit() {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const head = git('rev-parse', '--short=10', 'HEAD');
  if (head.status !== 0) return null;
  const isChanged = git('status', '--porcelain', '--untracked-files=no').stdout.trim() !== '';
  return `${head.stdout.trim()}${isChanged ? '+' : ''}`;
}
