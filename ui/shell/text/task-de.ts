import type { Region, TaskText } from './task-text.ts';

const quoted = (name: string) => `„${name}“`;

/** In the accusative, or in the dative, which only differ where no name stands. */
function named(region: Region, grammar: 'accusative' | 'dative'): string {
  if (region.kind === 'layer') return quoted(region.name);
  const isDative = grammar === 'dative';
  if (region.kind === 'layers') return `${region.count} ${isDative ? 'Bereichen' : 'Bereiche'}`;
  return isDative ? 'dem markierten Bereich' : 'den markierten Bereich';
}

export const taskDe: TaskText = {
  verbs: {
    generate: 'Erzeugen',
    fill: 'Füllen',
    vary: 'Variieren',
    remove: 'Entfernen',
    expand: 'Erweitern',
    add: 'Hinzufügen',
    'replace-background': 'Hintergrund ersetzen',
    sketch: 'Skizze ausmalen',
  },
  mode: {
    label: 'Aufgabe',
    hints: {
      generate: 'Malt ein neues Bild, allein nach dem Prompt.',
      fill: 'Malt den Bereich nach dem Prompt neu und passt ihn an die Umgebung an.',
      vary: 'Malt dasselbe Bild noch einmal, etwas oder ganz anders.',
      remove: 'Nimmt weg, was dort ist, und führt die Umgebung darüber fort.',
      expand: 'Führt das Bild über seine Ränder hinaus fort.',
      add: 'Malt dort etwas Neues, ganz gleich, was vorher da war.',
      'replace-background': 'Behält den markierten Bereich und malt alles darum herum neu.',
      sketch: 'Nimmt, was im Bereich gezeichnet ist, als Skizze und malt sie aus.',
    },
    withoutEraser:
      'Kein Radierer ist installiert, also malt das Modell dort Hintergrund, manchmal auch etwas anderes. Radierer gibt es unter „Alle Modelle …“ bei „Erweitert“.',
  },
  variation: { label: 'Änderung', subtle: 'Leicht', strong: 'Stark' },
  plans: {
    newFrame: ({ width, height }) => `Malt einen neuen Frame mit ${width} × ${height}`,
    fillOfTarget: (target) => `Malt ${quoted(target)} und setzt das Bild als Füllung`,
    layerOverTarget: (target) => `Malt eine neue Ebene über ${quoted(target)}`,
    vary: (target) => `Malt eine Variante von ${quoted(target)} darüber`,
    expand: (target, size) =>
      size === null
        ? `Malt die leere Fläche von ${quoted(target)} aus`
        : `Erweitert ${quoted(target)} auf ${size.width} × ${size.height} Pixel`,
    fill: (region, target) => `Übermalt ${named(region, 'accusative')} auf ${quoted(target)}`,
    add: (region, target) => `Malt etwas Neues in ${named(region, 'accusative')} auf ${quoted(target)}`,
    sketch: (region, target) => `Malt die Skizze in ${named(region, 'dative')} auf ${quoted(target)} aus`,
    remove: (region, target) =>
      region.kind === 'painted'
        ? `Entfernt, was im markierten Bereich auf ${quoted(target)} ist`
        : region.kind === 'layer'
          ? `Entfernt, was ${quoted(region.name)} auf ${quoted(target)} bedeckt`
          : `Entfernt, was ${region.count} Formen auf ${quoted(target)} bedecken`,
    'replace-background': (region, target) =>
      `Malt auf ${quoted(target)} alles um ${named(region, 'accusative')} herum neu`,
  },
  roles: {
    label: 'Ebenen',
    roleOf: (layer) => `Wofür ${quoted(layer)} steht`,
    names: { repaint: 'Neu malen', keep: 'Behalten', context: 'Ausschnitt' },
  },
  expansion: {
    area: 'Ausmalen',
    empty: 'Leere Fläche',
    beyond: 'Über den Frame hinaus',
    emptyHint: 'Die leere Fläche des Frames wird so ausgemalt, dass das Bild weitergeht.',
    by: 'Erweitern',
    ways: { sides: 'An den Seiten', ratio: 'Auf ein Format', zoom: 'Herauszoomen', kept: 'Wie zuvor' },
    side: 'Seite',
    sides: { all: 'Alle Seiten', left: 'Links', right: 'Rechts', top: 'Oben', bottom: 'Unten' },
    amount: 'Um wie viel',
    ratio: 'Format',
    zoom: 'Faktor',
  },
  reopen: {
    edit: 'Dieses Ergebnis bearbeiten',
    replaces: (name) => `Ersetzt beim Einsetzen ${quoted(name)}.`,
    keepOld: 'Das alte auch behalten',
  },
};
