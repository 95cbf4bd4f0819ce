import type { AboutText } from './about-text.ts';

const sides = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;

export const aboutDe: AboutText = {
  plan: {
    painted: (model, size) =>
      size === null ? `gemalt in ${sides(model)}` : `${sides(size)}, gemalt in ${sides(model)}`,
    seen: (size, model) => `${sides(size)} gesehen in ${sides(model)}`,
    several: (count) => `in ${count} Größen`,
  },
  intro: {
    title: 'Vom Rauschen zum Bild',
    picture: 'Ein Bild, das aus Rauschen entsteht',
    sentences: {
      noise: 'Am Anfang steht nichts als zufälliges Rauschen.',
      prompt: 'Ein Netz, das an Bildern mit Unterschriften gelernt hat, liest deinen Prompt.',
      steps:
        'Schritt für Schritt sagt es, was im Bild Rauschen ist; das wird weggenommen, bis dein Bild übrig bleibt.',
      local: 'All das geschieht auf deinem eigenen Rechner; Bild und Prompt verlassen ihn nie.',
    },
    prompt: 'ein roter Kreis auf blauem Hintergrund',
    show: 'Zeig es mir',
    again: 'Noch einmal zeigen',
    stop: 'Anhalten',
    step: (step, steps) => `Schritt ${step} von ${steps}`,
    loading: 'Das Modell wird geladen',
    finished: 'Fertig. In dein Dokument wurde nichts geschrieben.',
    close: 'Verstanden',
    noEngine: 'Die Engine ist noch nicht da. Verbinde dich mit ihr, um das zu sehen.',
    reopen: 'Die ersten Schritte noch einmal zeigen',
  },
  sheet: {
    open: 'Über Underpaint und Tastenkürzel',
    title: 'Über Underpaint',
    close: 'Schließen',
    tabs: { data: 'Daten', keys: 'Tasten', facts: 'Version' },
  },
  data: {
    stays:
      'Prompts, Bilder, Masken und Modelle bleiben auf diesem Rechner. Es gibt kein Konto, und niemand zählt mit, was du tust.',
    document:
      'Einsetzen fügt deinem Dokument eine Ebene oder eine Füllung hinzu. Prompt, Seed und Einstellungen gehen nur mit, wenn du es erlaubst; wer das Dokument öffnet, kann sie dann lesen. Bilder, die du speicherst, tragen sie immer.',
    downloads:
      'Modelle werden nur geholt, wenn du eines verlangst, von den Servern, die auf der Karte des Modells stehen. Gesendet wird die Adresse der Datei.',
    hostsTitle: 'Adressen, zu denen Figma dieses Plugin lässt',
    hosts: {
      engine: 'Liefert die Seite der Engine, die auf diesem Rechner rechnet.',
      development: 'Dieser Rechner selbst, auf dem die Engine während der Entwicklung läuft.',
    },
    noHosts: 'Keine.',
  },
  keys: {
    key: 'Taste',
    does: 'Was sie tut',
    places: { panel: 'Fenster', results: 'Ergebnisse', editor: 'Maskeneditor' },
    caps: {
      mod: 'Strg',
      shift: 'Umschalt',
      alt: 'Alt',
      enter: 'Eingabe',
      escape: 'Esc',
      arrows: 'Pfeiltasten',
      arrowup: '↑',
      arrowdown: '↓',
    },
    names: {
      run: 'Starten',
      leave: 'Lauf abbrechen oder zurück',
      help: 'Dieses Blatt öffnen',
      earlierPrompts: 'Frühere Prompts',
      weigh: 'Mehr oder weniger Gewicht für die markierten Wörter',
      choose: 'Ein Bild wählen und an seinem Platz sehen',
      apply: 'Das gewählte Bild einsetzen',
      compare: 'Sehen, was vorher da war, auch solange sie gedrückt ist',
      brush: 'Pinsel',
      eraser: 'Radierer',
      lasso: 'Lasso',
      rectangle: 'Rechteck',
      invert: 'Maske umkehren',
      size: 'Kleinerer oder größerer Pinsel',
      zoom: 'Vergrößern, verkleinern, einpassen',
      undo: 'Rückgängig',
      redo: 'Wiederholen',
      cursor: 'Über das Bild gehen, einen Punkt setzen',
    },
  },
  facts: {
    plugin: 'Plugin',
    engine: 'Engine',
    device: 'Malt auf',
    model: 'Modell',
    isolation: 'Mehrere Threads',
    unknown: 'noch nicht bekannt',
    yes: 'ja',
    no: 'nein',
  },
  weights: (size) => `Modell ${size}`,
  share: (percent) => `${percent} Prozent fertig`,
};
