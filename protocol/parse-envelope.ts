import type { Envelope } from './envelope.ts';
import { type ErrorCode, errorCodes, type WireError } from './errors.ts';

const knownCodes: ReadonlySet<unknown> = new Set(errorCodes);

/** Reads one raw message; null for whatever is not an envelope of ours. Never throws. */
export function parseEnvelope(message: unknown): Envelope | null {
  try {
    return isRecord(message) ? readEnvelope(message) : null;
  } catch {
    return null;
  }
}

/** The id of a request that is damaged otherwise, so that its caller can be told; null when there is none. */
export function idOfDamagedRequest(message: unknown): number | null {
  try {
    return isRecord(message) && message.kind === 'request' && isId(message.id) ? message.id : null;
  } catch {
    return null;
  }
}

function readEnvelope(message: Record<string, unknown>): Envelope | null {
  const { kind, id } = message;
  if (kind === 'event') {
    const { name } = message;
    return typeof name === 'string' ? { kind, name, payload: message.payload } : null;
  }
  if (!isId(id)) return null;
  switch (kind) {
    case 'request':
      return typeof message.method === 'string'
        ? { kind, id, method: message.method, params: message.params }
        : null;
    case 'result':
    case 'progress':
      return { kind, id, value: message.value };
    case 'failure':
      return { kind, id, error: readWireError(message.error) };
    case 'cancel':
      return { kind, id };
    default:
      return null;
  }
}

/** What is shown must fit a panel, whoever wrote it. */
const longestSubject = 200;

/** A failure stays a failure however damaged its description is: it is some call's last word. */
function readWireError(value: unknown): WireError {
  if (!isRecord(value)) return { code: 'internal', detail: 'a failure without a description' };
  const code: ErrorCode = isErrorCode(value.code) ? value.code : 'internal';
  const detail = typeof value.detail === 'string' ? value.detail : code;
  return {
    code,
    detail,
    ...(typeof value.subject === 'string' ? { subject: value.subject.slice(0, longestSubject) } : {}),
    ...(typeof value.stack === 'string' ? { stack: value.stack } : {}),
  };
}

function isErrorCode(value: unknown): value is ErrorCode {
  return knownCodes.has(value);
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
