import type { License } from './catalog-entry.ts';

// Licenses of the catalog's models, as their texts read; none of this is legal advice.

// Of the pack that comes with the engine page, its text beside it.
export const mit: License = {
  name: 'MIT',
  url: 'models/default/LICENSE',
  mustAccept: false,
  allowsCommercialUse: 'yes',
  meaning: {
    en: 'You may use the model and its pictures in paid work without conditions.',
    de: 'Du darfst das Modell und seine Bilder ohne Auflagen in bezahlten Arbeiten verwenden.',
  },
};

export const apache2: License = {
  name: 'Apache-2.0',
  url: 'https://www.apache.org/licenses/LICENSE-2.0',
  mustAccept: false,
  allowsCommercialUse: 'yes',
  meaning: {
    en: 'You may use the model and its pictures in paid work; only passing on the model itself has conditions.',
    de: 'Du darfst das Modell und seine Bilder in bezahlten Arbeiten verwenden; Auflagen gelten nur für die Weitergabe des Modells selbst.',
  },
};

export const openRailM: License = {
  name: 'CreativeML Open RAIL-M',
  url: 'https://huggingface.co/spaces/CompVis/stable-diffusion-license',
  mustAccept: true,
  allowsCommercialUse: 'with-conditions',
  meaning: {
    en: 'Paid work is allowed, except for the harmful uses that the license lists, such as deceiving or harming people.',
    de: 'Bezahlte Arbeiten sind erlaubt, ausgenommen die schädlichen Zwecke, die die Lizenz aufzählt, etwa Menschen zu täuschen oder ihnen zu schaden.',
  },
};

export const openRailPlusM: License = {
  name: 'CreativeML Open RAIL++-M',
  url: 'https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md',
  mustAccept: true,
  allowsCommercialUse: 'with-conditions',
  meaning: {
    en: 'Paid work is allowed, except for the harmful uses that the license lists, such as deceiving or harming people.',
    de: 'Bezahlte Arbeiten sind erlaubt, ausgenommen die schädlichen Zwecke, die die Lizenz aufzählt, etwa Menschen zu täuschen oder ihnen zu schaden.',
  },
};

// The copy's own text is of 2023; the maker's present one for the same model is at stability.ai/license.
export const stabilityTurbo: License = {
  name: 'Stability AI Non-Commercial Research Community License',
  url: 'https://huggingface.co/schmuell/sd-turbo-ort-web/blob/ace89b7d2cd849f9a73914cdbb8a3ea60c853dd1/LICENSE',
  mustAccept: true,
  allowsCommercialUse: 'unclear',
  meaning: {
    en: 'The text that comes with these files forbids paid work; the maker now allows it below one million US dollars of revenue a year (stability.ai/license), so ask before you use it for clients.',
    de: 'Der Text, der bei diesen Dateien liegt, verbietet bezahlte Arbeiten; der Hersteller erlaubt sie inzwischen unter einer Million US-Dollar Jahresumsatz (stability.ai/license). Kläre das, bevor du damit für Kunden arbeitest.',
  },
};

export const disputedMit: License = {
  name: 'MIT',
  url: 'https://github.com/Picsart-AI-Research/MI-GAN',
  mustAccept: true,
  allowsCommercialUse: 'unclear',
  meaning: {
    en: 'The code is free; whether the weights, distilled from a model for non-commercial use, may serve paid work is a question that the makers have not answered.',
    de: 'Der Code ist frei; ob die Gewichte, destilliert aus einem Modell für nicht kommerzielle Zwecke, bezahlten Arbeiten dienen dürfen, haben die Hersteller nicht beantwortet.',
  },
};

export const ownCheckpoint: License = {
  name: 'NOASSERTION',
  url: null,
  mustAccept: false,
  allowsCommercialUse: 'unclear',
  meaning: {
    en: 'The license of the checkpoint that you export decides; read it on the page that you got it from.',
    de: 'Es gilt die Lizenz des Checkpoints, den du exportierst; lies sie auf der Seite, von der er stammt.',
  },
};
