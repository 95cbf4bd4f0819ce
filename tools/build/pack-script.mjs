import { deflateRawSync } from 'node:zlib';

/** Stands in the page's body before the loader: its text is the packed script, and no browser runs it as such. */
const holder = 'packed';

/**
 * Inflates and runs what the holder keeps. A made script element is what every policy allows that lets the loader itself
 * run; `eval` and `import` of a blob ask for more. Its name is what stacks and profiles call it.
 */
const loader = [
  `const held=document.getElementById('${holder}'),text=atob(held.textContent),bytes=new Uint8Array(text.length);`,
  'for(let i=0;i<text.length;i++)bytes[i]=text.charCodeAt(i);',
  "new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text().then(code=>{",
  "const script=document.createElement('script');script.text=code;held.remove();document.body.append(script)})",
].join('');

/** The name of the panel's script in stacks and profiles. */
export const scriptName = 'underpaint-panel.js';

/** The elements that carry a script deflated and run it; about two fifths of its length. */
export function packScript(script) {
  const named = `${script}\n//# sourceURL=${scriptName}\n`;
  const packed = deflateRawSync(named, { level: 9, memLevel: 9 }).toString('base64');
  return `<script type="text/plain" id="${holder}">${packed}</script><script>{${loader}}</script>`;
}
