import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWarning, writeWarning } from '../../../protocol/warnings.ts';

it('a warning comes back with its code and what it is about', () => {
  const code = fc.stringMatching(/^[a-z-]+$/);
  fc.assert(
    fc.property(code, fc.string(), (name, subject) => {
      expect(readWarning(writeWarning(name, subject))).toEqual({ code: name, subject });
    }),
  );
  expect(writeWarning('prompt-truncated', 'a dog: big')).toBe('prompt-truncated: a dog: big');
});
