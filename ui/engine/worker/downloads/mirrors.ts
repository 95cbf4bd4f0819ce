import { AppError, type ErrorCode } from '../../../../protocol/errors.ts';

/**
 * How often in a row a mirror may fail to deliver anything before it is left: seconds while there is another, a minute
 * for the last one, which is how long a lost network takes to come back.
 */
const mostFailures = 4;
const mostFailuresOfLast = 8;
const mostExpired = 3;
const mostChanges = 2;

/** Which mirror a file is fetched from, and what has been learned of each. A new one is made for every attempt. */
export type Mirrors = {
  current(): string;
  /** Leaves the current mirror for good and takes the next; throws the error to end with where there is none. */
  leave(code: ErrorCode, reason: string): void;
  /** Counts a failure. True where the mirror was left because of it. */
  fail(code: ErrorCode, reason: string): boolean;
  expire(reason: string): boolean;
  /** Counts another state of the file than before. True where the mirror was left. */
  change(reason: string): boolean;
  /** Bytes came: what failed before is forgiven. */
  succeed(): void;
  failures(): number;
  changes(): number;
  /** Notes that the current mirror knows no ranges. True where another one may. */
  lackRanges(): boolean;
};

export function createMirrors(path: string, bases: readonly string[]): Mirrors {
  let open = [...bases];
  const withoutRanges = new Set<string>();
  let failures = 0;
  let expired = 0;
  let changes = 0;
  let worst: { code: ErrorCode; reason: string } | null = null;

  function reset(): void {
    failures = 0;
    expired = 0;
    changes = 0;
  }

  function leave(code: ErrorCode, reason: string): void {
    // Wrong bytes are the gravest thing to tell, whatever the mirrors after it did.
    if (worst?.code !== 'model-broken') worst = { code, reason: `${open[0]}: ${reason}` };
    open = open.slice(1);
    reset();
    if (open.length === 0) throw new AppError(worst.code, `${path} from ${worst.reason}`, path);
  }

  function leaveAfter(count: number, most: number, code: ErrorCode, reason: string): boolean {
    if (count < most) return false;
    leave(code, reason);
    return true;
  }

  return {
    current: () => open[0]!,
    leave,
    fail: (code, reason) =>
      leaveAfter(++failures, open.length > 1 ? mostFailures : mostFailuresOfLast, code, reason),
    expire: (reason) => leaveAfter(++expired, mostExpired, 'server-refused', reason),
    change: (reason) => leaveAfter(++changes, mostChanges, 'changed-on-server', reason),
    succeed() {
      failures = 0;
      expired = 0;
    },
    failures: () => failures,
    changes: () => changes,
    lackRanges() {
      withoutRanges.add(open[0]!);
      const others = open.filter((base) => !withoutRanges.has(base));
      if (others.length === 0) return false;
      open = [...others, ...open.filter((base) => withoutRanges.has(base))];
      reset();
      return true;
    },
  };
}
