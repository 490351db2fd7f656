import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { stretchesOf, type Period } from '../../../src/domain/terms.js';
import type { Schemas } from '../api/client.js';
import { daysBetween, type LocalDate } from '../time/local-time.js';
import { dateWithYearOf, dayMonthOf, hoursText } from '../time/time-format.js';

type Term = Schemas['TermDto'];

/** A term's periods to scale, and each in words with its weekly hours. */
export function TermStrip({ term, today }: { term: Term; today: LocalDate }) {
  const t = useTranslations('terms');
  const hatch = useId();
  const stretches = stretchesOf(term);
  const days = daysBetween(term.startsOn, term.endsOn) + 1;
  const share = (count: number): string => `${(100 * count) / days}%`;
  const isNow = ({ startsOn, endsOn }: { startsOn: LocalDate; endsOn: LocalDate }): boolean =>
    startsOn <= today && today <= endsOn;
  const fill = ({ kind }: Period): { fill: string } | null =>
    kind === 'exams' ? { fill: `url(#${hatch})` } : null;
  return (
    <div className="term">
      <svg className="term-strip" width="100%" height="20" aria-hidden="true">
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect className="term-hatch-ground" width="6" height="6" />
            <rect className="term-hatch" width="3" height="6" />
          </pattern>
        </defs>
        {stretches.map((stretch) => (
          <rect
            key={stretch.startsOn}
            data-kind={stretch.kind}
            x={share(daysBetween(term.startsOn, stretch.startsOn))}
            width={share(daysBetween(stretch.startsOn, stretch.endsOn) + 1)}
            height="20"
            {...fill(stretch)}
          />
        ))}
        {today !== undefined && isNow(term) && (
          <rect
            className="term-today"
            x={share(daysBetween(term.startsOn, today) + 0.5)}
            width="5"
            height="20"
          />
        )}
      </svg>
      <ul className="term-periods">
        {stretches.map((stretch) => (
          <li key={stretch.startsOn} aria-current={isNow(stretch) ? 'date' : undefined}>
            <svg className="term-strip" width="18" height="14" aria-hidden="true">
              <rect data-kind={stretch.kind} width="18" height="14" {...fill(stretch)} />
            </svg>
            <span>
              {t('period', {
                kind: t(`kinds.${stretch.kind}`),
                dates: datesOf(stretch),
                hours: hoursText(term.weeklyHourCap[stretch.kind]),
              })}
              {isNow(stretch) && ` · ${t('now')}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const datesOf = ({ startsOn, endsOn }: Period): string => {
  if (startsOn === endsOn) return dayMonthOf(startsOn);
  const isOneYear = startsOn.slice(0, 4) === endsOn.slice(0, 4);
  return `${isOneYear ? dayMonthOf(startsOn) : dateWithYearOf(startsOn)} – ${
    isOneYear ? dayMonthOf(endsOn) : dateWithYearOf(endsOn)
  }`;
};
