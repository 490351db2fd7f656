import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import en from './en.json';

declare module 'use-intl' {
  interface AppConfig {
    Locale: keyof typeof LANGUAGES;
    Messages: typeof en;
  }
}

/** A language more is a file more, and a line here. `formats` is how its dates are written: English ones put the day first. */
const LANGUAGES = { en: { messages: en, formats: 'en-GB' } };

const language = (): keyof typeof LANGUAGES => {
  const wanted = navigator.languages.map((tag) => tag.split('-')[0]);
  return (wanted.find((tag) => tag !== undefined && tag in LANGUAGES) ?? 'en') as keyof typeof LANGUAGES;
};

/** For Intl: dates and numbers of the language shown. */
export const formatLocale = (): string => LANGUAGES[language()].formats;

export function I18n({ children }: { children: ReactNode }) {
  const { messages } = LANGUAGES[language()];
  return (
    <IntlProvider locale={language()} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
