import type { Weekday } from '../domain/local-date.js';
import { figureText } from '../domain/pilot-texts/figure-text.js';
import type { AskedHour, AskingMap } from './asking-map.js';
import type { GapBars, GapHour } from './gap-bars.js';
import { hourText, staffedIn, staffedText, type DrawnHour, type Writer } from './pilot-plots.js';

/** Counts of requests from 1 to under this are not told; 1 tells all. */
export type Fewest = number;

const isTold = (count: number, fewest: Fewest): boolean => count === 0 || count >= fewest;

/** The open hours of a week of a phase, as they are drawn. */
export function askingMapOf(
  items: readonly DrawnHour[],
  phase: 'baseline' | 'pilot',
  { writer, fewest, weekStartsOn }: { writer: Writer; fewest: Fewest; weekStartsOn: Weekday },
): AskingMap {
  const { plots: say, formats } = writer;
  const hours = items
    .filter((item) => item.phase === phase && (item.openHours ?? 0) > 0)
    .map((item): AskedHour => {
      const asked = isTold(item.requests ?? 0, fewest) ? (item.requestsPerOpenHour ?? 0) : null;
      const staffed = staffedIn(item);
      const told = { when: hourText(item, writer), staffed: staffedText(staffed, formats) };
      return {
        weekday: item.weekday,
        hour: item.hour,
        asked,
        staffed,
        isMissing: staffed === 0 && (item.requiredMinutes ?? 0) > 0,
        text:
          asked === null
            ? `${told.when}: ${say('fewAsked', told)}`
            : say('hourText', { ...told, asked: figureText('requestsPerOpenHour', asked, formats) }),
      };
    });
  const busiest = hours.reduce<AskedHour | null>(
    (best, hour) => ((hour.asked ?? 0) > (best?.asked ?? 0) ? hour : best),
    null,
  );
  return {
    hours,
    weekStartsOn,
    writeHour: (hour) => String(hour).padStart(2, '0'),
    writeWeekday: writer.weekday,
    writeStaffed: (operators) => staffedText(operators, formats),
    label: busiest
      ? say('askingSentence', {
          phase: say(phase === 'pilot' ? 'during' : phase),
          when: hourText(busiest, writer),
          most: figureText('requestsPerOpenHour', busiest.asked, formats),
        })
      : say('askingNothing'),
  };
}

/** An hour of the week with its requests in gaps. */
export type HourInGaps = DrawnHour & { readonly inGaps: number };

/** The hours of the pilot in which most was asked in a gap, the worst first; at most `most`, those that are told. */
export function worstHours(items: readonly DrawnHour[], most: number, fewest: Fewest): HourInGaps[] {
  return items
    .filter(({ phase }) => phase === 'pilot')
    .map((item) => ({ ...item, inGaps: (item.demandWhileEmpty ?? 0) + (item.demandWhileShort ?? 0) }))
    .filter(({ inGaps }) => inGaps >= Math.max(1, fewest))
    .sort((a, b) => b.inGaps - a.inGaps || a.weekday - b.weekday || a.hour - b.hour)
    .slice(0, most);
}

export function gapBarsOf(hours: readonly HourInGaps[], writer: Writer): GapBars | null {
  const { plots: say } = writer;
  const [worst] = hours;
  if (!worst) return null;
  const countText = (inGaps: number): string => say('gapText', { requests: inGaps });
  return {
    hours: hours.map((item): GapHour => {
      const when = hourText(item, writer);
      return {
        when,
        empty: item.demandWhileEmpty ?? 0,
        short: item.demandWhileShort ?? 0,
        text: `${when}: ${countText(item.inGaps)}`,
      };
    }),
    words: { empty: say('gapEmpty'), short: say('gapShort') },
    writeCount: ({ empty, short }) => String(empty + short),
    label: say('gapsSentence', { when: hourText(worst, writer), most: countText(worst.inGaps) }),
  };
}
