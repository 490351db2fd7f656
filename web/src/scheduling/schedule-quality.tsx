import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { addDays, instantOf } from '../time/local-time.js';
import { percentText } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { Loaded } from '../ui/query-states.js';
import { DAY_BREAKS_AT } from '../ui/week-dates.js';
import { QualityRaises } from './quality-raises.js';

type Quality = Schemas['ScheduleQualityDto'];

const PARTS = ['cover', 'fairness', 'rest', 'preference'] as const;

/** How good the evenings of a schedule are, what makes it up, and what would raise it most. */
export function ScheduleQuality({
  schedule,
  location,
  onClose,
}: {
  schedule: Schemas['ScheduleDto'];
  location: Schemas['LocationDto'];
  onClose: () => void;
}) {
  const t = useTranslations('quality');
  const title = useTranslations('schedules')('quality');
  const span = {
    from: instantOf(schedule.startsOn, DAY_BREAKS_AT, location.timeZone),
    to: instantOf(addDays(schedule.endsOn, 1), DAY_BREAKS_AT, location.timeZone),
  };
  const query = useQuery({
    queryKey: ['schedules', schedule.id, 'quality', span],
    queryFn: () =>
      ask(api.GET('/api/v1/locations/{id}/quality', { params: { path: { id: location.id }, query: span } })),
  });
  return (
    <Dialog title={title} onClose={onClose} size="lg">
      <Loaded query={query}>
        {(quality) =>
          quality.score === null ? (
            <Text>{t('noData')}</Text>
          ) : (
            <Stack gap="lg">
              <div>
                <Text fz={32} fw={700} lh={1.2}>
                  {t('score', { score: quality.score })}
                </Text>
                <Text size="sm" c="dimmed">
                  {t('hint')}
                </Text>
              </div>
              <ul className="plain-list">
                {PARTS.map((name) => (
                  <li key={name}>
                    <Part name={name} quality={quality} />
                  </li>
                ))}
              </ul>
              <section aria-labelledby="quality-raises">
                <Title order={3} size="h5" id="quality-raises" mb="xs">
                  {t('raises')}
                </Title>
                <QualityRaises raises={quality.raises} zone={location.timeZone} />
              </section>
            </Stack>
          )
        }
      </Loaded>
    </Dialog>
  );
}

function Part({ name, quality: { parts } }: { name: (typeof PARTS)[number]; quality: Quality }) {
  const t = useTranslations('quality');
  const { value } = parts[name];
  const facts = {
    cover: t('facts.cover', {
      missing: Math.round((parts.cover.missingMinutes / 60) * 10) / 10,
      full: percentText(parts.cover.fullyCoveredRate),
    }),
    fairness: t('facts.fairness', {
      hours: percentText(parts.fairness.hours),
      undesirable: percentText(parts.fairness.undesirableHours),
    }),
    rest: t('facts.rest', {
      short: parts.rest.shortRests,
      mornings: parts.rest.nightsThenMornings,
      long: parts.rest.longStretches,
    }),
    preference: t('facts.preference', {
      wished: Math.round(parts.preference.wishedMinutes / 6) / 10,
      unwished: Math.round(parts.preference.unwishedMinutes / 6) / 10,
    }),
  };
  return (
    <div>
      <div className="card-row">
        <Text fw={600}>{t(`parts.${name}`)}</Text>
        <Text fw={600}>{value === null ? t('noData') : percentText(value)}</Text>
      </div>
      {value !== null && <progress className="part-bar" value={value} aria-hidden />}
      {value !== null && (
        <Text size="sm" c="dimmed">
          {facts[name]}
        </Text>
      )}
    </div>
  );
}
