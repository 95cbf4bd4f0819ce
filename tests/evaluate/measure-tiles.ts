import { corpus } from './corpus.ts';
import { findFacts } from './facts.ts';
import type { Judge } from './judge.ts';
import { readTiles } from './pixels.ts';
import { shuffleSpecs } from './questions.ts';
import { createTally, type Tally } from './tally.ts';

/** Measures pictures that the corpus drew: `right` against what they show, `shuffled` against another one's caption. */
export async function measureTiles(
  judge: Judge,
  columns: readonly ('right' | 'shuffled')[],
): Promise<Tally<'right' | 'shuffled'>> {
  const tally = createTally<'right' | 'shuffled'>();
  const tiles = readTiles('corpus.png');
  const others = shuffleSpecs(corpus.tiles);
  for (const [i, spec] of corpus.tiles.entries()) {
    const said = await judge(tiles[i]!);
    for (const column of columns)
      tally.add(column, findFacts(column === 'right' ? spec : others[i]!, tiles[i]!, said));
  }
  return tally;
}
