import { Button, Group } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useLocations, useSettings } from '../api/lookups.js';
import { addDays } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dayMonthOf, monthName } from '../time/time-format.js';
import { LocationField } from './fields.js';
import { firstOfMonth, calendarPlaceOf, weekOf, type CalendarPlace, type Week } from './week-dates.js';

export interface ChosenWeek extends Week {
  choose: (place: CalendarPlace) => void;
}

/** Reads the address itself: the router also passes on values that a page's own validation has left out. */
export const usePlace = (): CalendarPlace => calendarPlaceOf(useSearch({ strict: false }));

/** The week in the address. */
export function useWeek(options: { any?: boolean } = {}): ChosenWeek {
  const place = usePlace();
  const navigate = useNavigate();
  const now = useNow();
  const settings = useSettings();
  const { locations } = useLocations();
  return {
    ...weekOf(place, { settings, locations, now }, options),
    choose: (chosen) => void navigate({ to: '.', search: (before: object) => ({ ...before, ...chosen }) }),
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

/** Buttons for the previous, next and current week. */
export function WeekStep({ week }: { week: ChosenWeek }) {
  const t = useTranslations('week');
  const go = (days: number) => () => week.choose({ week: addDays(week.startsOn, days) });
  return (
    <Step
      labels={[t('previous'), t('next')]}
      onBack={go(-7)}
      onToday={() => week.choose({ week: week.today })}
      onForth={go(7)}
    >
      {t('span', { from: dayMonthOf(week.startsOn), to: dayMonthOf(addDays(week.endsOn, -1)) })}
    </Step>
  );
}

/** Buttons for the previous, next and current month. */
export function MonthStep({ week }: { week: ChosenWeek }) {
  const t = useTranslations('week');
  const first = firstOfMonth(week.date);
  const go = (days: number) => () => week.choose({ week: firstOfMonth(addDays(first, days)) });
  return (
    <Step
      labels={[t('previousMonth'), t('nextMonth')]}
      onBack={go(-1)}
      onToday={() => week.choose({ week: week.today })}
      onForth={go(31)}
    >
      {monthName(first)}
    </Step>
  );
}

/** Buttons for the previous, next and current stretch of time. */
export function Step({
  labels: [before, after],
  onBack,
  onToday,
  onForth,
  children,
}: {
  labels: readonly [before: string, after: string];
  onBack: () => void;
  onToday: () => void;
  onForth: () => void;
  children: string;
}) {
  return (
    <Group gap={4} wrap="nowrap">
      <Button variant="default" px="sm" miw={44} aria-label={before} onClick={onBack}>
        ‹
      </Button>
      <Button variant="default" onClick={onToday}>
        {children}
      </Button>
      <Button variant="default" px="sm" miw={44} aria-label={after} onClick={onForth}>
        ›
      </Button>
    </Group>
  );
}
