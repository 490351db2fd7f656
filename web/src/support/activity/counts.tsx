import { Button, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { usePages } from '../../api/pages.js';
import { useTimes } from '../../time/time-format.js';
import { ErrorState } from '../../ui/query-states.js';
import { ShowMore } from '../../ui/show-more.js';
import { useAct } from '../../ui/use-act.js';
import type { Span } from '../../ui/week-dates.js';
import type { Count, Series } from './series.js';

const SHOWN = 50;

/** Each count of a day, newest first; a wrong one can be removed. */
export function Counts({
  locationId,
  series,
  span,
  zone,
}: {
  locationId: string;
  series: Series;
  span: Span;
  zone: string;
}) {
  const t = useTranslations('activity');
  const { moment, time } = useTimes();
  const counts = usePages({
    queryKey: ['activity-count', 'list', locationId, series, span.from],
    page: (cursor) =>
      ask(
        api.GET('/api/v1/activity', {
          params: { query: { locationId, series, ...span, limit: SHOWN, cursor } },
        }),
      ),
  });
  const remove = useAct({
    run: ({ id, version }: Count) =>
      ask(api.DELETE('/api/v1/activity/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: (_, { at }) => t('removed', { at: moment(at, zone) }),
    undo: (_, { id: _id, version: _version, ...count }) =>
      ask(api.POST('/api/v1/activity', { ...once(), body: count })),
  });
  if (counts.error) return <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />;
  if (!counts.data || counts.data.length === 0) return null;
  const hasAreas = counts.data.some(({ area }) => area !== '');
  return (
    <section aria-labelledby="activity-counts">
      <Title order={2} size="h4" id="activity-counts">
        {t('counts')}
      </Title>
      <Text c="dimmed" size="sm" mb="xs">
        {t('countsHint')}
      </Text>
      <div className="scroll-x" role="region" aria-labelledby="activity-counts" tabIndex={0}>
        <table className="data activity-hours">
          <thead>
            <tr>
              <th scope="col">{t('at')}</th>
              {hasAreas && <th scope="col">{t('area')}</th>}
              <th scope="col" className="number">
                {t('count')}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {counts.data.map((count) => (
              <tr key={count.id}>
                <th scope="row">{time(count.at, zone)}</th>
                {hasAreas && <td>{count.area || t('whole')}</td>}
                <td className="number">
                  {count.cumulative ? t('stands', { count: count.count }) : count.count}
                </td>
                <td>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    loading={remove.isPending && remove.variables.id === count.id}
                    onClick={() => remove.mutate(count)}
                    aria-label={t('removeOf', {
                      at: moment(count.at, zone),
                      area: count.area || t('whole'),
                    })}
                  >
                    {t('remove')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ShowMore pages={counts} />
    </section>
  );
}
