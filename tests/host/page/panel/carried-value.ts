/**
 * Where a value breaks the documented list of what messages carry (JSON values, undefined, Date and Uint8Array), as a
 * path with the kind found there; null where all is well. The real host may let more through: relying on it is a fault.
 */
export function findUncarried(value: unknown, path = 'pluginMessage'): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    return `${path} is a ${typeof value}`;
  if (typeof value !== 'object') return null;
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === 'Uint8Array' || kind === 'Date') return null;
  if (kind !== 'Object' && kind !== 'Array') return `${path} is a ${kind}`;
  for (const [key, part] of Object.entries(value)) {
    const found = findUncarried(part, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
