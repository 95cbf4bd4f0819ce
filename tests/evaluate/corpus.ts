import { readFileSync } from 'node:fs';

/** What a picture is asked to show, as the training corpus describes it. Colors are names of its palette. */
export type Spec =
  | {
      family: 'shape';
      shape: string;
      color: string;
      background: string;
      /** Row and column of the thirds, 0 to 2. */
      place: [number, number];
    }
  | { family: 'two'; shapes: string[]; colors: [string, string]; background: string; relation: Relation }
  | { family: 'many'; shape: string; color: string; background: string; count: number }
  | { family: 'pattern'; kind: string; colors: string[]; direction: string | null }
  | { family: 'scene'; hour: string; land: string; extras: string[] }
  | { family: 'icon'; icon: string; background: string };

export type Family = Spec['family'];
export type Relation = 'left of' | 'right of' | 'above' | 'below' | 'inside';

/** What is asked for inside a mask. */
export type Part =
  | { family: 'shape-part'; shape: string; color: string }
  | { family: 'scene-part'; kind: string };

export type Point = readonly [x: number, y: number];

/** Written by models/training/evaluation_set.py. */
type Corpus = {
  palette: Record<string, [number, number, number]>;
  /** Closed outlines within about -1..1, y down. */
  outlines: Record<string, Point[]>;
  /** What the tiles of corpus.png show. */
  tiles: Spec[];
};

export const fixtures = new URL('../fixtures/evaluate/', import.meta.url);

/** A JSON file of the evaluation's fixtures. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
}

export const corpus: Corpus = readFixture('corpus.json');
