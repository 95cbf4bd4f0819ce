import type { AddedToken } from './special-tokens.ts';

/** A part of a text: an added token's id, or what lies between two of them. */
export type TextOrToken = string | number;

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Cuts texts at added tokens, the longest first where several begin at one place. */
export function createTokenSplitter(added: readonly AddedToken[]): (text: string) => TextOrToken[] {
  const ids = new Map(added.map(({ content, id }) => [content, id]));
  const contents = [...ids.keys()].filter((content) => content !== '');
  if (contents.length === 0) return (text) => [text];
  const longestFirst = contents.sort((a, b) => b.length - a.length).map(escapePattern);
  // The bracket around it all keeps what was found between the parts.
  const pattern = new RegExp(`(${longestFirst.join('|')})`, 'u');
  return (text) => text.split(pattern).map((part, i) => (i % 2 === 1 ? ids.get(part)! : part));
}
