import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { changeText } from '../../../../src/domain/pilot-texts/change-text.js';
import { metricName } from '../../../../src/domain/pilot-texts/figure-text.js';
import type { Schemas } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { addDays } from '../../time/local-time.js';
import { dateWithYearOf, dayMonthOf } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { figureText } from '../metrics.js';
import { evaluationQuery } from '../queries.js';
import { useTeller } from '../teller.js';

type Event = Schemas['BeforeAfterDto'];
type Comparison = Schemas['AroundComparisonDto'];

/** Whole weeks before and after each work at the pilot's locations, the latest first, or why nothing is compared. */
export function BeforeAfter({ pilot }: { pilot: Schemas['PilotDto'] }) {
  const t = useTranslations('beforeAfter');
  const query = useQuery(evaluationQuery(pilot.id));
  return (
    <section aria-labelledby="before-after">
      <Stack gap="sm">
        <Title order={2} size="h4" id="before-after">
          {t('title')}
        </Title>
        <Loaded query={query} rows={2}>
          {({ beforeAfter, beforeAfterLeftOut }) =>
            beforeAfter.length === 0 ? (
              <Nothing />
            ) : (
              <>
                <Hint events={beforeAfter} />
                <ul className="plain-list before-after">
                  {beforeAfter.toReversed().map((event) => (
                    <li key={`${event.locationId} ${event.at.from}`} className="card">
                      <OneEvent event={event} isNamed={pilot.locationIds.length > 1} />
                    </li>
                  ))}
                </ul>
                {beforeAfterLeftOut > 0 && (
                  <Text size="sm">{t('leftOut', { count: beforeAfterLeftOut })}</Text>
                )}
              </>
            )
          }
        </Loaded>
      </Stack>
    </section>
  );
}

function Nothing() {
  const t = useTranslations('beforeAfter');
  const { role } = useMe();
  return (
    <Text c="dimmed">
      {t('none')}{' '}
      {role === 'analyst' ? (
        t('noneReader')
      ) : (
        <Anchor component={Link} to="/workstations" underline="always">
          {t('announce')}
        </Anchor>
      )}
    </Text>
  );
}

function Hint({ events }: { events: readonly Event[] }) {
  const t = useTranslations('beforeAfter');
  const looks = events
    .flatMap(({ comparisons = [] }) => comparisons)
    .filter(({ interval95 }) => interval95 !== null).length;
  return (
    <Text size="sm" c="dimmed">
      {t('hint')} {looks > 1 && t('looks', { looks })}
    </Text>
  );
}

function OneEvent({ event, isNamed }: { event: Event; isNamed: boolean }) {
  const t = useTranslations('beforeAfter');
  const { nameOf } = useLocations();
  const { reason, at, before, after, refused, warnings = [], comparisons = [] } = event;
  const shown = comparisons.filter((one) => one.before !== null && one.after !== null);
  const said = warnings.filter((warning) => warning !== 'many-looks');
  return (
    <Stack gap={4}>
      <Text fw={600} className="wrapping">
        {reason}
      </Text>
      <Text size="sm" c="dimmed">
        {[datesText(at), isNamed && nameOf(event.locationId)].filter(Boolean).join(' · ')}
      </Text>
      {refused && <Text size="sm">{refused.message}</Text>}
      {before && after && (
        <Text size="sm">
          {before.weeks === after.weeks
            ? t('weeks', { count: before.weeks })
            : t('weeksApart', { before: before.weeks, after: after.weeks })}{' '}
          {t('dates', { before: datesText(before), after: datesText(after) })}
        </Text>
      )}
      {shown.length > 0 && (
        <ul className="plain-list figures-around">
          {shown.map((comparison) => (
            <li key={comparison.metric}>
              <Compared comparison={comparison} />
            </li>
          ))}
        </ul>
      )}
      {before && shown.length === 0 && <Text size="sm">{t('nothing')}</Text>}
      {(said.length > 0 || shown.some((one) => one.warnings.length > 0)) && (
        <Doubts said={said} shown={shown} />
      )}
    </Stack>
  );
}

/** One figure in a sentence. */
function Compared({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('beforeAfter');
  const { metric, before, after, estimate, interval95 } = comparison;
  const change = changeText({ metric, estimate, interval: interval95 }, useTeller());
  const words = {
    metric: metricName(metric),
    before: figureText(metric, before),
    after: figureText(metric, after),
  };
  return <Text size="sm">{change === null ? t('same', words) : t('changed', { ...words, change })}</Text>;
}

function Doubts({
  said,
  shown,
}: {
  said: readonly Exclude<NonNullable<Event['warnings']>[number], 'many-looks'>[];
  shown: readonly Comparison[];
}) {
  const t = useTranslations('beforeAfter');
  const say = useTeller().evaluation;
  const own = [...new Set(shown.flatMap(({ warnings }) => warnings))];
  const metricsOf = (warning: (typeof own)[number]): string =>
    shown
      .filter(({ warnings }) => warnings.includes(warning))
      .map(({ metric }) => metricName(metric))
      .join('; ');
  return (
    <details>
      <summary>{t('doubts', { count: said.length + own.length })}</summary>
      <ul>
        {said.map((warning) => (
          <li key={warning}>
            <Text size="sm">{t(`warnings.${warning}`)}</Text>
          </li>
        ))}
        {own.map((warning) => (
          <li key={warning}>
            <Text size="sm">{say(`warnings.${warning}`, { metric: metricsOf(warning) })}</Text>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Dates of which `to` is the day after the last one. */
function datesText({ from, to }: { from: string; to: string }): string {
  const last = addDays(to, -1);
  return from === last ? dateWithYearOf(from) : `${dayMonthOf(from)} – ${dateWithYearOf(last)}`;
}
