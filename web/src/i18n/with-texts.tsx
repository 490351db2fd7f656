import type { ComponentType } from 'react';
import { IntlProvider } from 'use-intl';
import { language, LANGUAGES } from './language.js';

/** Gives a page texts by language, beside all others. They are loaded with the page, not with every page. */
export function withTexts(texts: Readonly<Record<keyof typeof LANGUAGES, object>>) {
  const messages = { ...LANGUAGES[language()].messages, ...texts[language()] };
  return <Props extends object>(Component: ComponentType<Props>) =>
    function WithTexts(props: Props) {
      return (
        <IntlProvider locale={language()} messages={messages} timeZone="UTC">
          <Component {...props} />
        </IntlProvider>
      );
    };
}
