import { describe, expect, it } from 'vitest';
import { isFramedByPanel } from '../../../ui/engine/ancestors.ts';

const tops = ['https://figma.com', 'https://www.figma.com', 'http://127.0.0.1:8573'];

describe('isFramedByPanel', () => {
  const cases: [string, readonly string[] | null, boolean][] = [
    ['a plugin in Figma', ['null', 'null', 'https://www.figma.com'], true],
    ['a plugin in Figma of one frame less', ['null', 'https://www.figma.com'], true],
    ["a subdomain of Figma's", ['null', 'https://editor.figma.com'], true],
    ['the development host', ['null', 'null', 'null', 'http://127.0.0.1:8573'], true],
    ['a browser without the list', null, true],
    ['opened by itself', [], false],
    ['framed by a page with an origin', ['https://www.figma.com'], false],
    ['framed by a page with an origin in Figma', ['https://evil.example', 'https://www.figma.com'], false],
    ['a null frame below a stranger', ['null', 'https://evil.example'], false],
    ['a name that only ends alike', ['null', 'https://notfigma.com'], false],
    ['Figma over plain http', ['null', 'http://www.figma.com'], false],
    ['another port of the development host', ['null', 'http://127.0.0.1:9999'], false],
    ['nothing but null frames', ['null', 'null'], false],
  ];
  for (const [name, origins, expected] of cases) {
    it(`${expected ? 'answers' : 'refuses'}: ${name}`, () => {
      expect(isFramedByPanel(origins, tops)).toBe(expected);
    });
  }
});
