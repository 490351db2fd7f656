import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { locationsQuery, settingsQuery } from '../api/queries.js';
import { addDays, dateOf, instantOf, inZone, startOfWeek, type LocalDate } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayMonthOf } from '../time/times.js';
import { LocationField } from '../ui/fields.js';
import type { Span } from './queries.js';

export interface ChosenWeek {
  locations: Schemas['LocationDto'][];
  location: Schemas['LocationDto'] | undefined;
  /** The first date of the week, and of the one after it. */
  startsOn: LocalDate;
  endsOn: LocalDate;
  span: Span;
  today: LocalDate;
  choose: (place: { location?: string; week?: string }) => void;
}

/**
 * The week and the location that the address names, or else this one and the first (or, with `any`, none in particular).
 * Undefined until the settings are there.
 */
export function useWeek({ any = false } = {}): ChosenWeek | undefined {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const now = useNow();
  const { data: settings } = useQuery(settingsQuery);
  const { data: locations } = useQuery(locationsQuery);
  if (!settings || !locations) return undefined;
  const location = locations.find(({ id }) => id === search.location) ?? (any ? undefined : locations[0]);
  const zone = location?.timeZone ?? locations[0]?.timeZone ?? settings.timeZone;
  const today = dateOf(inZone(now, zone));
  const startsOn = startOfWeek(search.week ?? today, settings.weekStartsOn);
  const endsOn = addDays(startsOn, 7);
  return {
    locations,
    location,
    startsOn,
    endsOn,
    today,
    span: { from: instantOf(startsOn, '00:00', zone), to: instantOf(endsOn, '00:00', zone) },
    choose: (place) =>
      void navigate({ to: '.', search: (before: object) => ({ ...before, ...place }), replace: true }),
  };
}

export function WeekChoice({ week, all = false }: { week: ChosenWeek; all?: boolean }) {
  const t = useTranslations('week');
  return (
    <Group gap="xs" className="no-print" align="flex-end">
      <LocationField
        all={all && week.locations.length > 1}
        label={undefined}
        aria-label={t('location')}
        value={week.location?.id ?? ''}
        onChange={(location) => week.choose({ location })}
      />
      <WeekStep week={week} />
    </Group>
  );
}

/** To the week before or after, and back to this one. */
export function WeekStep({ week }: { week: ChosenWeek }) {
  const t = useTranslations('week');
  const go = (days: number) => () => week.choose({ week: addDays(week.startsOn, days) });
  return (
    <Group gap={4} wrap="nowrap">
      <Button variant="default" px="sm" aria-label={t('previous')} onClick={go(-7)}>
        ‹
      </Button>
      <Button variant="default" onClick={() => week.choose({ week: week.today })}>
        {t('span', { from: dayMonthOf(week.startsOn), to: dayMonthOf(addDays(week.endsOn, -1)) })}
      </Button>
      <Button variant="default" px="sm" aria-label={t('next')} onClick={go(7)}>
        ›
      </Button>
    </Group>
  );
}
