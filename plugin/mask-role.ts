import type { MaskRole } from '../protocol/host-contract.ts';

/** Names that say what a layer over a picture is for, in either language of the panel. */
const keepName = /^(keep|behalten)\b/i;
const contextName = /^(context|kontext|ausschnitt)\b/i;

/** What a layer says by its name: `repaint` where it says nothing. */
export function roleByName(name: string): MaskRole {
  if (keepName.test(name)) return 'keep';
  return contextName.test(name) ? 'context' : 'repaint';
}

/**
 * What a layer says by its name. The host names a text after its own words, and a headline that begins with "Keep" says
 * nothing about the picture.
 */
export function readRole(layer: SceneNode): MaskRole {
  if ('characters' in layer && isBeginning(layer.name, layer.characters)) return 'repaint';
  return roleByName(layer.name);
}

function isBeginning(name: string, words: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  return plain(words).startsWith(plain(name));
}
