import type { CompiledMessage } from 'icu-minify/format';
import en from './en.json' with { type: 'json' };

/**
 * To add a language, add its files (this app's texts, those of the `…-texts.ts` files beside, and the server's refusals) and
 * a line here. `formats` is
 * the locale for dates: the English one puts the day first.
 */
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

/**
 * The sentences of refusals, loaded only when something is refused. The build compiles them, so they are not
 * plain text.
 */
export const refusalsOf = (
  tongue: keyof typeof LANGUAGES,
): Promise<Readonly<Record<string, CompiledMessage>>> => LANGUAGES[tongue].refusals();

/** For Intl: the formats of dates and numbers. */
export const formatLocale = (): string => LANGUAGES[language()].formats;
