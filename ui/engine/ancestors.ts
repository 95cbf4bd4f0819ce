/**
 * True where the engine page may answer: framed by a panel of null origin (Figma gives every plugin one) below an
 * allowed top page. `origins` is location.ancestorOrigins, nearest first; null where a browser has no such list, and
 * then the sender's own null origin has to do.
 */
export function isFramedByPanel(origins: readonly string[] | null, allowedTops: readonly string[]): boolean {
  if (origins === null) return true;
  const top = origins[origins.length - 1];
  if (origins.length < 2 || top === undefined) return false;
  return origins[0] === 'null' && allowedTops.some((allowed) => matchesOrigin(top, allowed));
}

/** An allowed https top stands for its subdomains too: Figma has served its editor from several. */
function matchesOrigin(origin: string, allowed: string): boolean {
  if (origin === allowed) return true;
  if (!allowed.startsWith('https://') || !origin.startsWith('https://')) return false;
  return origin.endsWith(`.${allowed.slice('https://'.length)}`);
}
