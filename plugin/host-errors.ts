import { AppError, type ErrorCode } from '../protocol/errors.ts';

/** What Figma says, by the words that its messages keep (docs and field reports, 2026-08), and what it means here. */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/does not exist/, 'target-gone'],
  [/read-only/, 'document-read-only'],
  [/too large to export/, 'target-too-large'],
  [/image is too large/i, 'picture-too-large'],
  [/image type is unsupported|image is too small/i, 'not-a-picture'],
];

/** Turns what the host threw into an AppError; `otherwise` is the code for words we do not know. */
export function fromHost(thrown: unknown, otherwise: ErrorCode): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const known = meanings.find(([words]) => words.test(message));
  return new AppError(known === undefined ? otherwise : known[1], message);
}
