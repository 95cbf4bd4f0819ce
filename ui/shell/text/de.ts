import { aboutDe } from './about-de.ts';
import { editorDe } from './editor-de.ts';
import { keptDe } from './kept-de.ts';
import { lookDe } from './look-de.ts';
import { promptDe } from './prompt-de.ts';
import { provenanceDe, provenanceErrorsDe } from './provenance-de.ts';
import { queueDe } from './queue-de.ts';
import { shelfDe } from './shelf-de.ts';
import { taskDe } from './task-de.ts';
import type { Text } from './text.ts';

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

export const de: Text = {
  languageName: 'Deutsch',
  panelLabel: 'Underpaint',
  prompt: promptDe,
  ...queueDe,
  ...taskDe,
  placement: { label: 'Einsetzen als', fill: 'Füllung', layer: 'Neue Ebene' },
  size: {
    label: 'Größe',
    custom: 'Eigene',
    width: 'Breite',
    height: 'Höhe',
    presets: {
      square: 'Quadrat',
      landscape: 'Quer',
      portrait: 'Hoch',
      wide: 'Breit',
      story: 'Story',
    },
  },
  seed: {
    label: 'Seed',
    dice: 'Neuen Seed würfeln',
    lock: 'Diesen Seed für den nächsten Lauf behalten',
    unlock: 'Für jeden Lauf einen neuen Seed nehmen',
    use: (seed) => `Seed ${seed} wieder verwenden`,
  },
  count: { label: 'Bilder' },
  advanced: {
    label: 'Erweitert',
    steps: 'Schritte',
    guidance: 'Prompt-Treue',
    scheduler: 'Sampler',
    schedulers: {
      ddim: 'DDIM',
      euler: 'Euler',
      'euler-a': 'Euler ancestral',
      'dpm++2m': 'DPM++ 2M',
      'dpm++2m-karras': 'DPM++ 2M Karras',
      'dpm++2m-sde': 'DPM++ 2M SDE',
      unipc: 'UniPC',
      lcm: 'LCM (wenige Schritte)',
      tcd: 'TCD (wenige Schritte)',
      pndm: 'PNDM',
      flow: 'Flow (Euler)',
    },
    modelDefault: 'Vorgabe des Modells',
    context: 'Kontext',
    contexts: { auto: 'Automatisch', whole: 'Ganzes Bild', mask: 'Nur der Bereich' },
    ownContext: 'Eigener Rahmen',
    edge: 'Kante',
    edges: { blend: 'Weich', strict: 'Hart', raw: 'Roh' },
    membrane: 'Licht an der Kante angleichen',
    strength: 'Stärke',
    usualStrength: 'Zurück zur üblichen Stärke',
    device: 'Rechnet auf',
    devices: { auto: 'Automatisch', webgpu: 'Grafikkarte', wasm: 'Prozessor' },
    safety: 'Prüfung',
    safetyChoices: { off: 'Aus', on: 'Nicht Jugendfreies verbergen' },
    model: 'Modell',
    language: 'Sprache',
    languageAuto: 'Auto',
  },
  models: {
    add: 'Modell aus einem Ordner hinzufügen …',
    adding: 'Der Ordner wird angesehen …',
    drop: 'Ordner ablegen, um sein Modell hinzuzufügen',
    hint: 'Ein Ordner, wie ihn optimum-cli exportiert. Er lässt sich auch hierher ziehen.',
    temporary: 'Dieses Modell ist da, bis das Plugin schließt. Füge den Ordner beim nächsten Mal neu hinzu.',
  },
  shelf: shelfDe,
  editor: editorDe,
  provenance: provenanceDe,
  kept: keptDe,
  look: lookDe,
  about: aboutDe,
  progress: {
    label: 'Fortschritt',
    reading: 'Die Ebene wird gelesen',
    starting: 'Startet',
    loading: (loadedBytes, totalBytes) =>
      totalBytes > 0
        ? `Modell wird geladen, ${megabytes(loadedBytes)} von ${megabytes(totalBytes)}`
        : 'Modell wird geladen',
    encoding: 'Prompt wird gelesen',
    painting: (number, count) => (count === 1 ? 'Malt' : `Malt Bild ${number} von ${count}`),
    finishing: (number, count) => (count === 1 ? 'Wird fertig' : `Bild ${number} von ${count} wird fertig`),
    step: (step, steps) => `Schritt ${step} von ${steps}`,
    finished: (count) => (count === 1 ? 'Das Bild ist fertig.' : `${count} Bilder sind fertig.`),
    cancelled: 'Abgebrochen.',
    placed: 'Das Bild ist im Dokument.',
  },
  results: {
    label: 'Ergebnisse',
    candidate: (number, count) => `Bild ${number} von ${count}`,
    forming: (number, count) => `Bild ${number} von ${count} entsteht gerade`,
    apply: 'Einsetzen',
    applied: 'Eingesetzt',
    discard: 'Verwerfen',
    flags: {
      'not-safe-for-work': 'Verborgen: Der Prüfer hält dieses Bild für nicht jugendfrei. Er kann sich irren.',
      unchecked: 'Verborgen: Der Prüfer konnte dieses Bild nicht ansehen.',
    },
    reveal: 'Trotzdem zeigen',
    before: 'Vorher',
    after: 'Nachher',
    showBefore: 'Vorher: das Original zeigen (O)',
    showAfter: 'Nachher: das Bild zeigen (O)',
  },
  run: { cancel: 'Abbrechen', shortcut: 'Strg oder Cmd + Enter' },
  notice: { dismiss: 'Schließen', reconnect: 'Neu verbinden', rerun: 'Nochmal versuchen' },
  engine: {
    idle: 'Engine nicht gestartet',
    connecting: 'Verbindung zur Engine …',
    unreachable: 'Engine nicht erreichbar',
    webgpu: (adapter) => (adapter === '' ? 'Grafikkarte' : adapter),
    wasm: (threads) => (threads === 1 ? 'Prozessor, 1 Thread' : `Prozessor, ${threads} Threads`),
  },
  resize: 'Größe des Fensters ändern',
  errors: {
    ...provenanceErrorsDe,
    cancelled:
      'Der Lauf wurde abgebrochen. Im Dokument hat sich nichts geändert; starte ihn neu, wann du willst.',
    'connection-lost':
      'Die Verbindung zur Engine ist abgerissen. Verbinde neu; im Dokument hat sich nichts geändert.',
    'timed-out':
      'Eine Antwort hat zu lange gedauert. Versuche es nochmal, beim zweiten Mal mit weniger Bildern oder Schritten.',
    'unknown-method':
      'Die Teile des Plugins stammen aus verschiedenen Versionen. Schließe das Plugin und öffne es neu.',
    'bad-message': 'Die Teile des Plugins haben sich missverstanden. Schließe das Plugin und öffne es neu.',
    'version-mismatch':
      'Die Engine hat eine andere Version als dieses Plugin. Schließe das Plugin und öffne es neu, oder aktualisiere, was von beiden älter ist.',
    internal:
      'Im Plugin ist etwas Unerwartetes schiefgegangen. Versuche es nochmal; passiert es wieder, öffne das Plugin neu.',
    'target-gone': 'Die Ebene wurde inzwischen gelöscht. Wähle eine andere und versuche es nochmal.',
    'target-hidden':
      'Die ausgewählte Ebene ist ausgeblendet. Blende sie in der Ebenenliste ein und versuche es nochmal.',
    'target-empty':
      'Unter der ausgewählten Form liegt kein Bild, das sich übermalen lässt. Lege die Form über ein Bild oder wähle nur den Frame, um eines zu erzeugen.',
    'target-too-large':
      'Die Ebene ist zu groß, um sie am Stück zu lesen. Verkleinere sie oder wähle eine mit höchstens 4096 × 4096 Pixeln.',
    'target-unsupported':
      'Eine Ebene dieser Art kann kein Bild aufnehmen. Wähle einen Frame, ein Rechteck oder eine andere Form.',
    'several-targets':
      'Mehrere Bilder sind ausgewählt, und es ist nicht klar, welches gemeint ist. Wähle ein Bild und dazu die Formen darüber.',
    'mask-outside':
      'Was markiert ist, liegt neben dem Bild. Schiebe die Form über die Stelle, die übermalt werden soll, oder male die Maske dort neu.',
    'mask-empty':
      'Nichts ist markiert: Die Maske ist leer, oder die Form hat weder sichtbare Füllung noch Kontur. Male etwas oder gib der Form eine Füllung.',
    'nothing-to-expand':
      'Das Bild füllt seinen Frame, und ringsum kommt nichts dazu. Wähle eine Seite oder ein Format oder vergrößere den Frame.',
    'nothing-to-keep':
      'Der markierte Bereich bedeckt das ganze Bild, es bleibt kein Hintergrund zu ersetzen. Wähle einen kleineren Bereich.',
    'expansion-too-large':
      'Das erweiterte Bild hätte mehr als 4096 Pixel auf einer Seite. Wähle weniger oder verkleinere das Bild.',
    'recipe-unreadable':
      'Womit dieses Ergebnis gemacht wurde, ist nicht mehr lesbar. Wähle das Bild darunter und starte neu.',
    'recipe-elsewhere':
      'Die Einstellungen dieses Ergebnisses stehen weder in diesem Dokument noch auf diesem Rechner. Wähle das Bild darunter und starte neu.',
    'export-failed':
      'Figma konnte die Ebene nicht exportieren. Prüfe, ob sie sichtbar und nicht leer ist, und versuche es nochmal.',
    'place-refused':
      'Figma hat das Bild dort nicht angenommen. Setze es nochmal ein oder wähle eine Ebene außerhalb von Instanzen und starte neu.',
    'document-read-only':
      'Du kannst diese Datei ansehen, aber nicht bearbeiten. Bitte um Bearbeitungsrechte oder dupliziere sie in deine Entwürfe.',
    'storage-full':
      'Figmas Speicher für Plugins ist voll, deine Einstellungen konnten nicht gespeichert werden. Kürze sehr lange Prompts.',
    'not-a-picture': 'Diese Datei ist kein lesbares Bild. Nimm stattdessen ein PNG, JPEG oder GIF.',
    'picture-too-large':
      'Das Bild hat zu viele Pixel. Verkleinere es auf höchstens 4096 × 4096 und versuche es nochmal.',
    'drop-on-canvas':
      'Das Fenster selbst nimmt keine Dateien an. Zieh das Bild auf die Zeichenfläche und wähle es dort aus.',
    'engine-unreachable':
      'Die Engine antwortet nicht. Prüfe, ob sie läuft und ob nichts sie blockiert, und verbinde neu.',
    'engine-refused':
      'Die Seite der Engine hat dieses Fenster abgewiesen. Installiere das Plugin neu oder wende dich an die Leute, die die Engine betreiben.',
    'model-missing':
      'Die Dateien des Modells sind nicht zu finden. Prüfe deine Verbindung oder wende dich an die Leute, die die Engine betreiben, und versuche es nochmal.',
    'model-broken':
      'Die Dateien des Modells sind beschädigt. Kopiere oder lade sie neu, oder wähle ein anderes Modell.',
    'model-unsupported':
      'Diese Art von Modell läuft hier nicht. Wähle ein anderes, zum Beispiel einen Export von Stable Diffusion 1.5.',
    'model-file-missing':
      'Dateien des Modells fehlen. Lege sie in den Ordner des Modells und füge den Ordner neu hinzu.',
    'model-json':
      'Eine Datei des Modells sollte JSON enthalten und enthält etwas anderes. Exportiere oder lade das Modell neu.',
    'model-operator':
      'Das Modell enthält eine Operation, die Browser nicht haben. Nimm einen Export von optimum-cli, der nicht für ein Gerät optimiert ist.',
    'model-mismatch':
      'Die Teile dieses Modells passen nicht zusammen. Nimm nur Teile aus ein und demselben Export.',
    'tokenizer-mismatch':
      'Der Tokenizer gehört zu einem anderen Modell. Lege den Ordner „tokenizer“ dieses Modells an seine Stelle.',
    'not-a-model': 'Darin ist kein Modell. Wähle den Ordner, in dem model_index.json und unet liegen.',
    'several-models': 'In diesem Ordner sind mehrere Modelle. Wähle den Ordner von einem davon.',
    'folder-unreadable':
      'Der abgelegte Ordner ließ sich nicht lesen. Wähle ihn unter „Erweitert“ mit „Modell aus einem Ordner hinzufügen …“.',
    'model-gone':
      'Das gewählte Modell ist nicht mehr auf diesem Rechner, daher ist das eingebaute gewählt. Hol es unter „Alle Modelle …“ wieder.',
    'model-not-exported':
      'Dieses Modell ist noch nicht für den Browser exportiert. Exportiere es mit optimum-cli (siehe docs/export-a-model.md) und wähle das Ergebnis.',
    'model-of-sound': 'Dieses Modell macht Töne und keine Bilder. Wähle eines, das Bilder macht.',
    'encoder-missing':
      'Diesem Modell fehlt der Teil, der Bilder ansieht, es kann nur erzeugen. Wähle ein anderes oder nur den Frame.',
    'no-half-floats':
      'Diese Grafikkarte kennt keine 16-Bit-Zahlen, und mit 32 Bit ist ihr das Modell zu groß. Wähle ein kleineres Modell.',
    'scheduler-unsupported':
      'Dieser Sampler passt nicht zu diesem Modell oder dieser Zahl von Schritten. Wähle unter Erweitert einen anderen oder die Vorgabe des Modells.',
    'task-unsupported': 'Das kann dieses Modell nicht. Wähle ein anderes Modell oder eine andere Auswahl.',
    'out-of-memory':
      'Der Arbeitsspeicher hat nicht gereicht. Schließe andere Programme, lass weniger Bilder malen oder wähle einen kleineren Bereich.',
    'device-lost':
      'Die Grafikkarte antwortet nicht mehr. Versuche es nochmal; passiert es wieder, wähle unter Erweitert „Prozessor“.',
    'no-webgpu':
      'Dieser Rechner stellt dem Plugin keine Grafikkarte bereit. Wähle unter Erweitert „Automatisch“ oder „Prozessor“.',
    'bad-numbers':
      'Das Modell hat Zahlen errechnet, die kein Bild ergeben. Versuche einen anderen Seed oder weniger Prompt-Treue; bleibt es so, exportiere das Modell neu.',
    'picture-shifted':
      'Das Modell hat das ganze Bild verschoben statt den Bereich zu übermalen, daher wurde nichts behalten. Versuche einen anderen Seed oder weniger Stärke.',
    'prompt-missing':
      'Es gibt noch keinen Prompt. Beschreibe das Bild in ein paar Worten und drücke dann Erzeugen.',
    'request-invalid':
      'Eine der Einstellungen liegt außerhalb des Erlaubten. Prüfe die Zahlen unter Erweitert und versuche es nochmal.',
    'network-lost':
      'Beim Laden des Modells ging die Verbindung verloren. Prüfe sie und setze fort: Was schon da ist, bleibt.',
    'server-refused':
      'Kein Server gibt diese Datei des Modells heraus. Versuche es später nochmal oder füge das Modell unter Erweitert aus einem Ordner hinzu.',
    'changed-on-server':
      'Eine Datei des Modells wurde auf dem Server ersetzt und ist nicht mehr die, die dazu gehört. Aktualisiere das Plugin oder wähle ein anderes Modell.',
    'no-space':
      'Für das Modell ist nicht genug Platz frei (nötig > frei). Entferne andere Modelle oder Dateien und setze dann fort.',
    'storage-refused':
      'Der Browser erlaubt nicht, die Dateien des Modells zu speichern. Erlaube dieser Seite das Speichern oder verlasse das private Fenster.',
    'license-not-accepted':
      'Die Lizenz des Modells ist noch nicht angenommen. Öffne sie bei den Modellen, lies, was sie bedeutet, und nimm sie dort an.',
    'model-busy': 'Mit diesem Modell geschieht noch etwas. Warte, bis es fertig ist, oder halte es erst an.',
    'address-invalid':
      'Das ist keine Adresse eines Servers. Schreib sie wie https://models.example.com/, ohne Benutzernamen.',
    'address-insecure':
      'Modelle kommen von anderen Rechnern nur über https. Nimm eine https-Adresse; http geht nur bei localhost.',
    'server-unreachable':
      'Der Server antwortet nicht oder lässt diese Seite nicht von ihm lesen. Prüfe Adresse und Verbindung und bitte den Betreiber, CORS zu erlauben.',
    'no-cors':
      'Der Server antwortet, lässt diese Seite aber nicht von ihm lesen. Bitte den Betreiber, „Access-Control-Allow-Origin: *“ zu senden.',
    'shelf-broken':
      'Die Modellliste des Servers ist an dieser Stelle nicht lesbar. Bitte den Betreiber, die Datei zu berichtigen.',
    'shelf-empty':
      'Unter dieser Adresse liegen keine Modelle. Lege dort eine shelf.json ab oder je Modell einen Ordner mit files.json darin.',
    'archive-unreadable':
      'Die .zip-Datei lässt sich nicht entpacken: Sie ist beschädigt, hat ein Kennwort oder ist keine .zip-Datei. Packe sie neu oder füge den Ordner selbst hinzu.',
    'archive-unsafe':
      'In der .zip-Datei sind Namen, die aus ihr hinausführen, oder viel mehr, als sie zeigt; nichts wurde behalten. Nimm sie aus einer Quelle, der du vertraust.',
  },
  warnings: {
    'prompt-truncated':
      'Der Prompt ist länger, als das Modell lesen kann; das Ende wurde weggelassen. Kürze ihn.',
    'negative-ignored':
      '„Weglassen“ wirkt bei diesen Einstellungen nicht. Erhöhe die Prompt-Treue unter Erweitert oder wähle ein anderes Modell.',
    'few-step-mask':
      'Bei so wenigen Schritten folgt das Bild der Kante des Bereichs weniger weich. Nimm mehr Schritte für eine feinere Kante.',
    'small-mask':
      'Der Bereich ist sehr klein, vom Prompt ist vielleicht wenig zu sehen. Zeichne eine größere Form.',
    'software-webgpu':
      'Die Grafikkarte wird hier nur nachgebildet, das ist langsam. Wähle unter Erweitert „Automatisch“.',
    'safety-unchecked':
      'Niemand hat diese Bilder geprüft: Es ist kein Prüfer installiert. Hol einen unter „Alle Modelle …“.',
    'window-only':
      'Der Frame hat mehr als 4096 Pixel, daher wurde nur der Teil um den Bereich angesehen und bearbeitet.',
    'strength-quantized': (levels) =>
      `Bei dieser Schrittzahl lassen sich nur ${levels} Stärken unterscheiden. Nimm mehr Schritte für feinere.`,
    'retried-precise':
      'Die Grafikkarte hat sich verrechnet, daher wurde das Bild auf dem Prozessor noch einmal genauer gemalt.',
    'candidate-shifted': (count) =>
      count === '1'
        ? 'Ein Bild wurde verworfen, weil das Modell es verschoben hatte. Starte neu, um ein anderes zu bekommen.'
        : `${count} Bilder wurden verworfen, weil das Modell sie verschoben hatte. Starte neu, um andere zu bekommen.`,
    'coarse-region':
      'Der Bereich ist viel größer, als das Modell auf einmal malt, daher sind seine Details grob. Markiere einen kleineren Bereich für feinere Details.',
    other:
      'Die Engine hat etwas angemerkt, das diese Version nicht kennt. Aktualisiere das Plugin, um es zu lesen.',
  },
};
