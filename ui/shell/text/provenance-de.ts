import type { ProvenanceErrors, ProvenanceText } from './provenance-text.ts';

export const provenanceDe: ProvenanceText = {
  savePicture: 'Bild sichern',
  savePatch: 'Ausschnitt sichern (transparentes PNG)',
  saveRecipe: 'Rezept sichern (JSON)',
  open: 'Rezept öffnen …',
  openHint: 'Aus einem Bild (PNG) oder Rezept (JSON). Die Datei lässt sich auch auf das Fenster ziehen.',
  imported: (file) => `Das Rezept aus „${file}“ ist eingestellt.`,
  credit: 'Mich beim Bild nennen',
  creditName: 'Dein Name',
  creditHint: 'Steht in gesicherten Bildern, und unter eingefügten als Textzeile.',
  caption: (name) => `(Prompt: ${name})`,
};

export const provenanceErrorsDe: ProvenanceErrors = {
  'recipe-absent':
    'In dieser Datei steht kein Rezept. Wähle ein PNG, das hier oder in einem anderen Malprogramm gesichert wurde, oder ein Rezept als JSON.',
  'recipe-broken':
    'Das Rezept in dieser Datei lässt sich nicht lesen. Nimm die Datei, wie sie zuerst gesichert wurde, oder eine andere.',
  'recipe-model-missing':
    'Das Modell dieses Rezepts ist nicht auf diesem Rechner, also bleibt das gewählte. Hol es unter „Alle Modelle …“, oder füge seinen Ordner hinzu.',
};
