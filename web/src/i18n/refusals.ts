import { timeIn } from '../../../src/domain/refusals/iso-times.js';
import format, { type CompiledMessage } from 'icu-minify/format';
import { dayOf, dateWithYearOf } from '../time/time-format.js';
import { timeOf } from '../time/local-time.js';
import { formatLocale, language, refusalsOf } from './language.js';

/** A refusal from the server: its own sentence, and the values to say it in the reader's language. */
export interface Refusal {
  code: string;
  message: string;
  params?: Readonly<Record<string, string | number | null>>;
}

const momentOf = (instant: string): string => `${dayOf(instant)}, ${timeOf(instant)}`;

/** Times in the app's format, `Tue 3 Nov, 22:00–02:00`; other values do not change. */
function written(value: string | number | null): string | number {
  const time = timeIn(value);
  if (time === null) return value ?? 'null';
  if ('date' in time) return dateWithYearOf(time.date);
  if (!('end' in time)) return momentOf(time.start);
  return time.isShort
    ? `${momentOf(time.start)}–${timeOf(time.end)}`
    : `${momentOf(time.start)} – ${momentOf(time.end)}`;
}

const formatters = {
  getDateTimeFormat: (...asked: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    new Intl.DateTimeFormat(...asked),
  getNumberFormat: (...asked: ConstructorParameters<typeof Intl.NumberFormat>) =>
    new Intl.NumberFormat(...asked),
  getPluralRules: (...asked: ConstructorParameters<typeof Intl.PluralRules>) =>
    new Intl.PluralRules(...asked),
};

/** Whether a sentence can be filled with these params: the page may be older than the server. */
function namesOnly(params: Record<string, string | number>): Record<string, string | number> {
  return new Proxy(params, {
    get: (names, name) => {
      if (!(name in names)) throw new ReferenceError(`no param ${String(name)}`);
      return names[name as string];
    },
  });
}

/** One refusal, said with compiled sentences. */
export function inOwnWords(sentences: Readonly<Record<string, CompiledMessage>>, refusal: Refusal): string {
  const { code, message, params = {} } = refusal;
  const sentence = sentences[params['rule'] === undefined ? code : `${code}.${params['rule']}`];
  if (sentence === undefined) return message;
  try {
    const values = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, written(value)]));
    return String(format(sentence, formatLocale(), namesOnly(values), { formatters }));
  } catch (error) {
    if (error instanceof ReferenceError) return message;
    throw error;
  }
}

/**
 * The refusals with sentences in the reader's language and times in the app's format. Sentences that this
 * page does not have stay as the server sent them, and so do all when the sentences cannot be loaded.
 */
export async function inReadersWords<Told extends Refusal>(refusals: readonly Told[]): Promise<Told[]> {
  if (refusals.length === 0) return [];
  const sentences = await refusalsOf(language()).catch(() => ({}));
  return refusals.map((refusal) => ({ ...refusal, message: inOwnWords(sentences, refusal) }));
}

/** The same for several things, each with its reasons. */
export const reasonsInReadersWords = <Thing extends { violations: Refusal[] }>(
  things: readonly Thing[],
): Promise<Thing[]> =>
  Promise.all(
    things.map(async (thing) => ({ ...thing, violations: await inReadersWords(thing.violations) })),
  );
