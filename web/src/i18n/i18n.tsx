import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { EN } from '../../../src/domain/pilot-texts/en.js';
import type en from './en.json';
import type accounts from './en-accounts.json';
import type pilots from './en-pilots.json';
import type activity from './en-activity.json';
import type audit from './en-audit.json';
import type imports from './en-imports.json';
import type categories from './en-categories.json';
import type labs from './en-labs.json';
import type outreach from './en-outreach.json';
import type requests from './en-requests.json';
import type routing from './en-routing.json';
import type sources from './en-sources.json';
import { language, LANGUAGES } from './language.js';

declare module 'use-intl' {
  interface AppConfig {
    Locale: keyof typeof LANGUAGES;
    Messages: typeof en &
      typeof accounts &
      typeof pilots &
      typeof activity &
      typeof audit &
      typeof imports &
      typeof requests &
      typeof categories &
      typeof labs &
      typeof outreach &
      typeof routing &
      typeof sources &
      typeof EN;
  }
}

export function I18n({ children }: { children: ReactNode }) {
  const { messages } = LANGUAGES[language()];
  return (
    <IntlProvider locale={language()} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
