import { unescapeHtml } from './html-entities.ts';

/** Letters that are one character for the sake of a typesetter, and what they are made of. */
const ligatures: Readonly<Record<string, string>> = {
  ...{ Ĳ: 'IJ', ĳ: 'ij', ŉ: 'ʼn', Ǳ: 'DZ', ǲ: 'Dz', ǳ: 'dz', Ǆ: 'DŽ', ǅ: 'Dž', ǆ: 'dž' },
  ...{ Ǉ: 'LJ', ǈ: 'Lj', ǉ: 'lj', Ǌ: 'NJ', ǋ: 'Nj', ǌ: 'nj' },
  ...{ ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'ſt', ﬆ: 'st' },
};
const anyLigature = new RegExp(`[${Object.keys(ligatures).join('')}]`, 'g');

/** What Windows-1252 has from 0x80 on, where Unicode has controls. Node's own decoder of it knows only Latin 1. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Control characters that mean nothing in a text, the byte order mark among them; white space stays. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /[\0-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' color codes begin with it
const terminalEscapes = /\x1b\[[\d;]*[a-zA-Z]/g;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function fixOnce(line: string, isHtml: boolean): string {
  return (isHtml ? unescapeHtml(line) : line)
    .replace(/[\x80-\x9f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80]!)
    .replace(anyLigature, (letter) => ligatures[letter]!)
    .replace(/[\u3000\uff01-\uffef]/g, (wide) => wide.normalize('NFKC'))
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u02bc\u2018-\u201b]/g, "'")
    .replace(/\r\n|[\r\u2028\u2029\x85]/g, '\n')
    .replace(loneSurrogates, '\ufffd')
    .replace(terminalEscapes, '')
    .replace(controls, '')
    .normalize('NFC');
}

/**
 * Brings a prompt's characters to those that CLIP was trained with, as ftfy does for Python's tokenizer (Speer 2019):
 * straight quotes, no ligatures or wide letters, HTML entities read, no control characters, NFC. Does not repair text
 * that was decoded in a wrong encoding. From the first line with a `<` on, entities are taken for code and left alone.
 */
export function fixText(text: string): string {
  let isHtml = true;
  const lines = text.split(/(?<=\n)/).map((line) => {
    isHtml &&= !line.includes('<');
    let fixed = fixOnce(line, isHtml);
    for (let before = line; fixed !== before; ) {
      before = fixed;
      fixed = fixOnce(fixed, isHtml);
    }
    return fixed;
  });
  return lines.join('');
}
