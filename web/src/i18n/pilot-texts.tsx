import type { ComponentType } from 'react';
import { IntlProvider } from 'use-intl';
import { EN } from '../../../src/domain/pilot-texts/en.js';
import pilots from './en-pilots.json';
import { language, LANGUAGES } from './language.js';

/** By language. They are loaded with the pages that use them, not with every page. */
const TEXTS = { en: { ...pilots, ...EN } } satisfies Record<keyof typeof LANGUAGES, unknown>;

const messages = { ...LANGUAGES[language()].messages, ...TEXTS[language()] };

/** Gives a page the texts of pilots and of voices, beside all others. */
export const withPilotTexts = <Props extends object>(Component: ComponentType<Props>) =>
  function WithPilotTexts(props: Props) {
    return (
      <IntlProvider locale={language()} messages={messages} timeZone="UTC">
        <Component {...props} />
      </IntlProvider>
    );
  };
