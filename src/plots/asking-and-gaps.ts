import type { Weekday } from '../domain/local-date.js';
import { figureText } from '../domain/pilot-texts/figure-text.js';
import type { AskedHour, AskingMap } from './asking-map.js';
import type { GapBars, GapHour } from './gap-bars.js';
import { hourText, staffedIn, staffedText, type DrawnHour, type Writer } from './pilot-plots.js';

/** The open hours of a week of a phase, as they are drawn. */
export function askingMapOf(
  items: readonly DrawnHour[],
  phase: 'baseline' | 'pilot',
  {
    writer,
    weekStartsOn,
    hidden = new Set(),
  }: {
    writer: Writer;
    weekStartsOn: Weekday;
    /** Hours of which the requests are not told. */
    hidden?: ReadonlySet<DrawnHour>;
  },
): AskingMap {
  const { plots: say, formats } = writer;
  const hours = items
    .filter((item) => item.phase === phase && (item.openHours ?? 0) > 0)
    .map((item): AskedHour => {
      const asked = hidden.has(item) ? null : (item.requestsPerOpenHour ?? 0);
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
      : say(hours.length === 0 ? 'askingNothing' : 'askingNone', {
          phase: say(phase === 'pilot' ? 'during' : phase),
        }),
  };
}

/** An hour of the week with its requests in gaps. */
export type HourInGaps = DrawnHour & { readonly inGaps: number };

/** The hours of the pilot in which most was asked in a gap, the worst first: at most `most`, with `fewest` requests or more. */
export function worstHours(items: readonly DrawnHour[], most: number, fewest = 1): HourInGaps[] {
  return items
    .filter(({ phase }) => phase === 'pilot')
    .map((item) => ({ ...item, inGaps: item.demandDuringGaps ?? 0 }))
    .filter(({ inGaps }) => inGaps >= fewest)
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
        // One that came while one position was empty and another short counts as empty.
        short: item.inGaps - (item.demandWhileEmpty ?? 0),
        text: `${when}: ${countText(item.inGaps)}`,
      };
    }),
    words: { empty: say('gapEmpty'), short: say('gapShort') },
    writeCount: ({ empty, short }) => String(empty + short),
    label: say('gapsSentence', { when: hourText(worst, writer), most: countText(worst.inGaps) }),
  };
}
