/** A change of a text: [from, to) becomes `insert`, then `selection` is selected. */
export type TextEdit = { from: number; to: number; insert: string; selection: [number, number] };

/** Round brackets that weigh what is in them; places in UTF-16 units. `stated`: where the number stands, if there is one. */
type Group = {
  from: number;
  to: number;
  inner: [number, number];
  weight: number;
  stated: [number, number] | null;
};

/** Weights that still paint what is meant; what was typed beyond them stays until it is changed. */
const leastWeight = 0.1;
const mostWeight = 2;

/** What a pair of brackets without a number weighs. */
const bareWeight = 1.1;

/** The engine's grammar of weights (ui/diffusion/prompt-weights.ts); a test holds both against each other. */
const grammar = /\\[\\()[\]]|:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)|[()]/g;

function findGroups(text: string): Group[] {
  const groups: Group[] = [];
  const open: number[] = [];
  for (const { 0: token, 1: stated, index } of text.matchAll(grammar)) {
    if (token === '(') open.push(index);
    const closes = token === ')' || stated !== undefined;
    const from = closes ? open.pop() : undefined;
    if (from === undefined) continue;
    const numberAt = index + token.indexOf(stated ?? '');
    groups.push({
      from,
      to: index + token.length,
      inner: [from + 1, index],
      weight: stated === undefined ? bareWeight : Number(stated),
      stated: stated === undefined ? null : [numberAt, numberAt + stated.length],
    });
  }
  return groups;
}

/** What can be part of a word: all but blanks, commas and brackets; an escaped bracket can. */
const wordPattern = /(?:\\[\\()[\]]|[^\s,()[\]])+/g;

/** The word that a caret stands in or beside, without the marks of a sentence at its end; null where there is none. */
function wordAt(text: string, caret: number): [number, number] | null {
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const end = index + word.replace(/[.:;!?]+$/, '').length;
    if (end > index && index <= caret && caret <= end) return [index, end];
  }
  return null;
}

const hasWords = (text: string) => /[^\s,.:;!?()[\]]/.test(text.replace(/:[\s\d.+-]*\)/g, ''));

/** What is selected without the blanks around it; null where it holds no words, or ends within an escape. */
function trim(text: string, start: number, end: number): [number, number] | null {
  const chosen = text.slice(start, end);
  if (!hasWords(chosen)) return null;
  const from = end - chosen.trimStart().length;
  const to = start + chosen.trimEnd().length;
  const escapes = [...text.matchAll(/\\[\\()[\]]/g)].map(({ index }) => index + 1);
  return escapes.includes(from) || escapes.includes(to) ? null : [from, to];
}

/** As many digits behind the point as were written, at least one. */
function writeWeight(weight: number, like: string): string {
  const digits = Math.max(1, like.split('.')[1]?.length ?? 0);
  return weight.toFixed(Math.min(digits, 4));
}

/**
 * Weighs the word under the caret, or what is selected, a tenth more or less: `(word:1.1)`, the plain word again at 1.
 * In brackets that weigh already their number changes. The word stays selected. Null where there is nothing to weigh,
 * where brackets would no longer belong to each other, and at the end of the scale.
 */
export function changeWeight(text: string, start: number, end: number, by: 1 | -1): TextEdit | null {
  const edit = weigh(text, start, end, by);
  return edit === null || isReadOtherwise(text, applyEdit(text, edit)) ? null : edit;
}

/** Without any bracket two backslashes are two, with one they are one. */
function isReadOtherwise(before: string, after: string): boolean {
  const hasBracket = (text: string) => /[()[\]]/.test(text);
  return hasBracket(before) !== hasBracket(after) && before.includes('\\\\');
}

function weigh(text: string, start: number, end: number, by: 1 | -1): TextEdit | null {
  const groups = findGroups(text);
  const isCaret = start === end;
  const group = isCaret ? innermostAround(groups, start) : exactlyAround(groups, start, end);
  if (group !== null) return reweigh(text, group, [start, end], by);
  const [from, to] = (isCaret ? wordAt(text, start) : trim(text, start, end)) ?? [0, 0];
  if (from === to) {
    const beside = groups.find((one) => isCaret && (one.from === start || one.to === start));
    return beside === undefined ? null : reweigh(text, beside, [start, end], by);
  }
  const known = exactlyAround(groups, from, to);
  if (known !== null) return reweigh(text, known, [start, end], by);
  const insert = `(${text.slice(from, to)}:${writeWeight(1 + by / 10, '')})`;
  const edit: TextEdit = {
    from,
    to,
    insert,
    selection: isCaret ? [start + 1, start + 1] : [from + 1, to + 1],
  };
  // One group more and all others as they were, or else brackets were torn apart.
  const after = findGroups(applyEdit(text, edit));
  const isNew = (one: Group) => one.from === from && one.to === from + insert.length;
  const others = after.filter((one) => !isNew(one));
  const isWhole = others.length === after.length - 1 && others.length === groups.length;
  return isWhole && others.every(({ weight }, i) => weight === groups[i]!.weight) ? edit : null;
}

/** The text after an edit. */
export function applyEdit(text: string, { from, to, insert }: TextEdit): string {
  return text.slice(0, from) + insert + text.slice(to);
}

function innermostAround(groups: readonly Group[], caret: number): Group | null {
  // Inner brackets close first.
  return groups.find(({ from, to }) => from < caret && caret < to) ?? null;
}

function exactlyAround(groups: readonly Group[], start: number, end: number): Group | null {
  return (
    groups.find(
      ({ from, to, inner }) => (inner[0] === start && inner[1] === end) || (from === start && to === end),
    ) ?? null
  );
}

function reweigh(text: string, group: Group, chosen: [number, number], by: 1 | -1): TextEdit | null {
  const { from, to, inner, stated } = group;
  const written = stated === null ? '' : text.slice(...stated);
  const weight = Number((group.weight + by / 10).toFixed(4));
  if (by > 0 ? weight > mostWeight : weight < leastWeight) return null;
  const words = text.slice(...inner);
  if (!hasWords(words)) return null;
  const isCaret = chosen[0] === chosen[1];
  const caret = Math.min(inner[1], Math.max(inner[0], chosen[0]));
  if (weight === 1) {
    // What a caret stands in after this must be what the next step weighs.
    const plain = applyEdit(text, { from, to, insert: words, selection: [from, from] });
    const word = isCaret ? wordAt(plain, caret - 1) : null;
    const isSame = word !== null && word[0] === from && word[1] === from + words.length;
    const selection: TextEdit['selection'] = isSame ? [caret - 1, caret - 1] : [from, from + words.length];
    return { from, to, insert: words, selection };
  }
  const selection: TextEdit['selection'] = isCaret ? [caret, caret] : inner;
  const insert = writeWeight(weight, written);
  if (stated === null) return { from: inner[1], to: inner[1], insert: `:${insert}`, selection };
  return { from: stated[0], to: stated[1], insert, selection };
}
