import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { withActivityTexts } from '../../i18n/activity-texts.js';
import { addDays, instantOf } from '../../time/local-time.js';
import { dayOf } from '../../time/time-format.js';
import { LocationField } from '../../ui/fields.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { DAY_BREAKS_AT, type Span } from '../../ui/week-dates.js';
import { Step, useWeek } from '../../ui/week.js';
import { Counts } from './counts.js';
import { HoursTable } from './hours-table.js';
import { SERIES, type Series } from './series.js';

/** What was counted on a day with its night, by the hour, and each count of it. */
export const Activity = withActivityTexts(function Activity() {
  const t = useTranslations('activity');
  const day = useWeek();
  const [series, setSeries] = useState<Series>('headcount');
  const { location, date } = day;
  const go = (days: number) => () => day.choose({ week: addDays(date, days) });
  return (
    <Page title={t('title')} note={t('hint')}>
      {location ? (
        <Stack gap="md">
          <Group gap="sm" align="flex-end" className="no-print">
            <LocationField
              label={undefined}
              aria-label={t('location')}
              value={location.id}
              onChange={(chosen) => day.choose({ location: chosen })}
            />
            <Step
              labels={[t('previous'), t('next')]}
              onBack={go(-1)}
              onToday={() => day.choose({ week: day.today })}
              onForth={go(1)}
            >
              {dayOf(date)}
            </Step>
            <SegmentedControl
              aria-label={t('what')}
              className="tap-row"
              value={series}
              onChange={(value) => setSeries(value)}
              data={SERIES.map((value) => ({ value, label: t(`series.${value}`) }))}
            />
          </Group>
          <Day
            locationId={location.id}
            zone={location.timeZone}
            series={series}
            span={{
              from: instantOf(date, DAY_BREAKS_AT, location.timeZone),
              to: instantOf(addDays(date, 1), DAY_BREAKS_AT, location.timeZone),
            }}
          />
        </Stack>
      ) : (
        <Empty title={t('noLocation')}>{t('noLocationHint')}</Empty>
      )}
    </Page>
  );
});

function Day({
  locationId,
  zone,
  series,
  span,
}: {
  locationId: string;
  zone: string;
  series: Series;
  span: Span;
}) {
  const t = useTranslations('activity');
  const query = useQuery({
    queryKey: ['activity-count', 'hours', locationId, series, span.from],
    queryFn: () =>
      ask(api.GET('/api/v1/activity-hours', { params: { query: { locationId, series, ...span } } })),
  });
  return (
    <Loaded query={query} rows={3}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty
            title={t(`none.${series}`)}
            action={
              <Button component={Link} variant="default" {...{ to: '/imports' }}>
                {t('toImports')}
              </Button>
            }
          >
            {t('noneHint')}
          </Empty>
        ) : (
          <Stack gap="lg">
            <HoursTable hours={items} series={series} zone={zone} />
            <Counts locationId={locationId} series={series} span={span} zone={zone} />
          </Stack>
        )
      }
    </Loaded>
  );
}
