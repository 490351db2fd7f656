import { IntlMessageFormat } from 'intl-messageformat';
import type { LocalDate } from '../../domain/local-date.js';
import { EN } from '../../domain/pilot-texts/en.js';
import type { EvaluationKey, PlotsKey, Say } from '../../domain/pilot-texts/say.js';
import type { Writer } from '../../plots/pilot-plots.js';

/** English with the day before the month, as the web app writes it. */
const LOCALE = 'en-GB';

const messages = new Map<string, IntlMessageFormat>();

/** Says the messages of one part of the texts. */
const sayFrom =
  <Key extends string>(texts: object): Say<Key> =>
  (key, params = {}) => {
    const path: readonly string[] = key.split('.');
    const text = path.reduce<unknown>(
      (part, name) => (part as Record<string, unknown>)[name],
      texts,
    ) as string;
    let message = messages.get(text);
    if (!message) {
      message = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true });
      messages.set(text, message);
    }
    return String(message.format(params));
  };

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateText(date: LocalDate, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' });
    dateFormats.set(key, format);
  }
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** How a brief writes and says things. */
export const WRITER: Writer = {
  evaluation: sayFrom<EvaluationKey>(EN.evaluation),
  plots: sayFrom<PlotsKey>(EN.pilotPlots),
  formats: LOCALE,
  day: (date) => dateText(date, { day: 'numeric', month: 'short' }),
  dayWithYear: (date) => dateText(date, { day: 'numeric', month: 'short', year: 'numeric' }),
  // 2 November 2026 is a Monday.
  weekday: (weekday) => dateText(`2026-11-0${weekday + 1}`, { weekday: 'short' }),
};
