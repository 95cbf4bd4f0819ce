export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The first language we have among those a person prefers, English where there is none. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
