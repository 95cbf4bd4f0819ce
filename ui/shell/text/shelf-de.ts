import { formatBytes, formatDay, formatProgress, formatSpeed, roundDuration } from './format.ts';
import type { ShelfText } from './shelf-text.ts';

const bytes = (count: number) => formatBytes(count, 'de');

export const shelfDe: ShelfText = {
  title: 'Modelle',
  open: 'Alle Modelle …',
  back: 'Zurück zum Malen',
  connecting: 'Die Modelle erscheinen, sobald die Engine antwortet.',
  groups: { added: 'Von dir hinzugefügt', servers: 'Von deinen Servern' },
  tasks: { generate: 'Erzeugen', fill: 'Füllen', vary: 'Abwandeln', remove: 'Entfernen' },
  bytes,
  sizeUnknown: 'Größe unbekannt',
  storage: {
    label: 'Speicher',
    kinds: {
      opfs: 'Modelle liegen als Dateien in diesem Browser.',
      indexeddb:
        'Dieser Browser bietet keine Dateien, Modelle liegen daher in seiner Datenbank, das ist langsamer. Ein anderer Browser ist vielleicht schneller.',
      memory:
        'Dieser Browser speichert hier nichts: Modelle sind weg, wenn das Plugin schließt. Erlaube das Speichern oder verlasse das private Fenster.',
    },
    used: (usedBytes) => `${bytes(usedBytes)} belegt`,
    free: (freeBytes) => `${bytes(freeBytes)} frei`,
    persisted: 'Sie bleiben, bis du sie entfernst.',
    notPersisted: 'Wird der Platz knapp, räumt der Browser sie vielleicht weg; du erfährst es dann.',
  },
  license: {
    badges: {
      yes: 'Bezahlte Arbeiten erlaubt',
      'with-conditions': 'Bezahlte Arbeiten mit Auflagen',
      no: 'Nicht für bezahlte Arbeiten',
      unclear: 'Bezahlte Arbeiten: unklar',
    },
    read: (license) => `Lizenz: ${license}`,
    none: 'Niemand hat seine Lizenz genannt. Lies sie dort, woher du das Modell hast.',
    unknown: 'hängt vom Modell ab',
    accepted: (date) => `Du hast sie am ${formatDay(date, 'de')} angenommen.`,
    title: (model) => `Die Lizenz von ${model}`,
    warning: 'Verwende seine Bilder nicht für Kunden, bevor du das geklärt hast.',
    accept: 'Ich habe verstanden, was das heißt, und nehme die Lizenz an.',
    confirm: 'Annehmen und laden',
    mustTick: 'Setze das Häkchen, um fortzufahren.',
  },
  fit: {
    slow: 'Langsam auf diesem Rechner',
    unfit: 'Läuft nicht auf diesem Rechner',
    reasons: {
      'no-gpu':
        'Dem Plugin steht keine Grafikkarte bereit, also rechnet der Prozessor. Schalte die Hardwarebeschleunigung in Browser oder Figma ein oder hab Geduld.',
      'software-gpu':
        'Die Grafikkarte wird nur nachgebildet. Schalte die Hardwarebeschleunigung ein oder nimm ein kleineres Modell.',
      'no-half-floats':
        'Die Grafikkarte kennt keine 16-Bit-Zahlen, also rechnet der Prozessor. Erneuere ihren Treiber oder nimm ein kleineres Modell.',
      'full-floats-instead':
        'Die Grafikkarte kennt keine 16-Bit-Zahlen, also wird mit 32 Bit gerechnet: langsamer und mit doppeltem Speicher. Erneuere ihren Treiber oder nimm ein kleineres Modell.',
      'buffer-too-small':
        'Ein Teil des Modells ist größer, als die Grafikkarte auf einmal nimmt. Nimm ein kleineres Modell oder einen anderen Rechner.',
      'memory-too-small':
        'Das Modell braucht fast den ganzen Arbeitsspeicher dieses Rechners. Schließe andere Programme oder nimm ein kleineres Modell.',
      'not-yet':
        'Diese Version führt diese Art von Modell noch nicht aus. Aktualisiere das Plugin, wenn es eine neuere gibt.',
    },
    unfitReasons: {
      'memory-too-small':
        'Das Modell braucht mehr Arbeitsspeicher, als dieser Rechner hat. Nimm ein kleineres Modell oder einen anderen Rechner.',
      'no-gpu':
        'Dem Plugin steht keine Grafikkarte bereit, und die 4 GB des Prozessors reichen ihm nicht. Schalte die Hardwarebeschleunigung ein oder nimm ein kleineres Modell.',
      'software-gpu':
        'Die Grafikkarte wird nur nachgebildet, das ist ihm zu wenig. Schalte die Hardwarebeschleunigung ein oder nimm ein kleineres Modell.',
      'no-half-floats':
        'Die Grafikkarte kennt keine 16-Bit-Zahlen, und mit 32 Bit ist ihr das Modell zu groß. Erneuere ihren Treiber oder nimm ein kleineres Modell.',
    },
  },
  unverified: {
    badge: 'Noch unerprobt',
    explanation:
      'Mit genau diesen Dateien hat noch niemand auf einer echten Grafikkarte gemalt. Es sollte gehen; wenn nicht, entferne es und sag uns Bescheid.',
  },
  pinned:
    'Nicht zu jeder Datei gibt es eine veröffentlichte Prüfsumme. Der erste vollständige Download wird gemerkt, jeder spätere muss ihm gleichen.',
  details: 'Einzelheiten',
  sources: 'Bezugsquellen',
  states: {
    offered: 'Nicht geladen',
    waiting: 'Wartet',
    downloading: 'Wird geladen',
    paused: 'Angehalten',
    verifying: 'Dateien werden geprüft',
    installed: 'Installiert',
    failed: 'Mit einem Fehler beendet',
    evicted: 'Dateien fehlen',
  },
  copying: 'Wird kopiert',
  done({ doneBytes, totalBytes }) {
    if (totalBytes === null) return bytes(doneBytes);
    const { done, total } = formatProgress(doneBytes, totalBytes, 'de');
    return `${done} von ${total}`;
  },
  percent: (share) => `${Math.floor(share * 100)} %`,
  speed: (bytesPerSecond) => formatSpeed(bytesPerSecond, 'de'),
  timeLeft(seconds) {
    if (seconds === null) return 'Restzeit unbekannt';
    const { unit, count } = roundDuration(seconds);
    if (count === 0) return 'Noch unter einer Minute';
    if (unit === 'minutes') return `Noch etwa ${count === 1 ? 'eine Minute' : `${count} Minuten`}`;
    return `Noch etwa ${count === 1 ? 'eine Stunde' : `${count} Stunden`}`;
  },
  progressOf: (model) => `Fortschritt von ${model}`,
  installedSize: (count) => `${bytes(count)} auf diesem Rechner`,
  included: 'Kommt mit dem Plugin',
  lastUsed: (date) => `Zuletzt benutzt am ${formatDay(date, 'de')}`,
  neverUsed: 'Noch nicht benutzt',
  waiting: 'Es geht weiter, sobald ein anderer Download, hier oder in einem anderen Fenster, fertig ist.',
  evicted:
    'Dateien dieses Modells fehlen oder sind beschädigt; vielleicht hat der Browser sie weggeräumt. Nur was fehlt, wird neu geladen.',
  evictedByHand:
    'Dateien dieses Modells fehlen oder sind beschädigt; vielleicht hat der Browser sie weggeräumt. Füge seinen Ordner neu hinzu.',
  byHand: 'Es lässt sich von hier nicht laden: Besorge erst seinen Ordner und füge ihn dann hinzu.',
  intact: 'Alle Dateien sind heil.',
  broken: (files) => (files === 1 ? 'Eine Datei ist beschädigt.' : `${files} Dateien sind beschädigt.`),
  offers: {
    download: 'Laden',
    'add-folder': 'Ordner hinzufügen …',
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    retry: 'Nochmal versuchen',
    'fetch-again': 'Fehlendes laden',
    use: 'Benutzen',
    'in-use': 'In Gebrauch',
    checking: 'Wird geprüft …',
    verify: 'Dateien prüfen',
    remove: 'Entfernen',
    stop: 'Abbrechen',
    discard: 'Verwerfen',
    dismiss: 'Schließen',
  },
  removal: {
    title: (model) => `${model} entfernen?`,
    body: (count) => `${bytes(count)} werden frei. Um das Modell wieder zu benutzen, musst du es neu holen.`,
    confirm: 'Entfernen',
  },
  discard: {
    title: (model) => `Download von ${model} verwerfen?`,
    body: (count) => `${bytes(count)}, die schon da sind, gehen verloren.`,
    confirm: 'Verwerfen',
  },
  cancel: 'Abbrechen',
  add: {
    label: 'Eigenes hinzufügen',
    hint: 'Ein Ordner oder eine .zip-Datei mit einem Modell, wie optimum-cli es exportiert. Beides lässt sich auch hierher ziehen. Es wird kopiert, und nichts verlässt diesen Rechner.',
    folder: 'Aus einem Ordner …',
    zip: 'Aus einer .zip-Datei …',
    copyingZip: (name) => `${name} wird kopiert`,
    dropZip: '.zip-Datei ablegen, um ihr Modell hinzuzufügen',
    stop: 'Abbrechen',
  },
  servers: {
    label: 'Server deines Teams',
    hint: 'Modelle können von einem eigenen Server kommen. Er muss Anfragen anderer Seiten erlauben (CORS).',
    address: 'Adresse',
    add: 'Server hinzufügen',
    asking: 'Der Server wird gefragt, was er hat …',
    added: (models) =>
      models === 0
        ? 'Der Server ist hinzugefügt. Eigene Modelle nennt er nicht; bekannte werden zuerst dort gesucht.'
        : models === 1
          ? 'Der Server ist hinzugefügt. Er nennt ein Modell.'
          : `Der Server ist hinzugefügt. Er nennt ${models} Modelle.`,
    remove: (url) => `${url} entfernen`,
    faults: {
      empty: 'Gib die Adresse des Ordners ein, in dem die Modelle liegen.',
      'not-an-address': 'Das ist keine Adresse. Schreib sie wie https://models.example.com/.',
      'not-https': 'Die Adresse muss mit https beginnen; nur dieser Rechner selbst darf http benutzen.',
    },
  },
  memory: {
    label: 'Arbeitsspeicher',
    hint: 'Ein Modell bleibt für den nächsten Lauf im Speicher der Grafikkarte. Gib ihn frei, wenn ein anderes Programm den Platz braucht; der nächste Lauf startet dann langsamer.',
    free: 'GPU-Speicher freigeben',
  },
  news: {
    started: (model) => `${model} wird geladen.`,
    paused: (model) => `${model} ist angehalten.`,
    installed: (model) => `${model} ist installiert.`,
    failed: (model) => `Der Download von ${model} ist stehengeblieben.`,
    evicted: (model) => `Dateien von ${model} fehlen.`,
    removed: (model) => `${model} ist entfernt.`,
    intact: (model) => `Alle Dateien von ${model} sind heil.`,
    broken: (model) => `Dateien von ${model} sind beschädigt.`,
    memoryFreed: 'Der Speicher ist frei.',
  },
};
