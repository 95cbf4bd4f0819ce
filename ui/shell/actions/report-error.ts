import { AppError, type ErrorCode } from '../../../protocol/errors.ts';
import type { Notice } from '../state/panel-state.ts';
import type { PanelContext } from './panel-context.ts';

/** Codes after which connecting anew is what helps. */
const connectionCodes: readonly ErrorCode[] = ['engine-unreachable', 'connection-lost', 'version-mismatch'];
/** Codes after which the same run may well succeed. */
const passingCodes: readonly ErrorCode[] = [
  'timed-out',
  'device-lost',
  'export-failed',
  'internal',
  'bad-numbers',
];

export function codeOf(thrown: unknown): ErrorCode {
  return thrown instanceof AppError ? thrown.code : 'internal';
}

/** What an error is about, in the words of the files it comes from; null where it says nothing more. */
export function subjectOf(thrown: unknown): string | null {
  return thrown instanceof AppError ? thrown.subject : null;
}

/** The notice for a code, with the remedy that its button offers. */
export function noticeFor(code: ErrorCode, subject: string | null = null): Notice {
  if (connectionCodes.includes(code)) return { code, subject, remedy: 'reconnect' };
  return { code, subject, remedy: passingCodes.includes(code) ? 'rerun' : 'none' };
}

/** Shows what went wrong as its sentence; a cancel is a wish fulfilled and no error. What nobody expected is logged. */
export function reportError({ state }: Pick<PanelContext, 'state'>, thrown: unknown): void {
  const code = codeOf(thrown);
  if (code === 'cancelled') return;
  if (code === 'internal') console.error(thrown);
  state.showNotice(noticeFor(code, subjectOf(thrown)));
}
