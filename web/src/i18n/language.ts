import type { CompiledMessage } from 'icu-minify/format';
import en from './en.json' with { type: 'json' };

/** A language more is two files more, this app's texts and the server's refusals, and a line here. `formats` is how its dates are written: English ones put the day first. */
export const LANGUAGES = {
  en: {
    messages: en,
    formats: 'en-GB',
    refusals: async () => (await import('../../../src/domain/refusals/en.js')).EN,
  },
};

export const language = (): keyof typeof LANGUAGES => {
  const wanted = navigator.languages.map((tag) => tag.split('-')[0]);
  return (wanted.find((tag) => tag !== undefined && tag in LANGUAGES) ?? 'en') as keyof typeof LANGUAGES;
};

/** The sentences of refusals, which only who is refused fetches. The build has compiled them, so they are no plain texts. */
export const refusalsOf = (
  tongue: keyof typeof LANGUAGES,
): Promise<Readonly<Record<string, CompiledMessage>>> => LANGUAGES[tongue].refusals();

/** For Intl: dates and numbers of the language shown. */
export const formatLocale = (): string => LANGUAGES[language()].formats;
