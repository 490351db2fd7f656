import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { weekdayName } from '../time/time-format.js';
import { weekdaysText } from '../time/weekdays.js';

type Made = Pick<Schemas['ShiftTemplateDto'], 'weekdays' | 'startsAt' | 'endsAt' | 'seats'>;

/** The shifts of a template in words: `Mon–Thu 22:00–02:00 next day, 2 seats`. */
export function useTemplateText(): (template: Made) => string {
  const t = useTranslations('templates');
  const { weekStartsOn } = useSettings();
  return ({ weekdays, startsAt, endsAt, seats }) =>
    t(endsAt <= startsAt && endsAt !== '00:00' ? 'makesNextDay' : 'makes', {
      days: weekdaysText(weekdays, weekStartsOn, (weekday) => weekdayName(weekday)),
      from: startsAt,
      to: endsAt,
      seats,
    });
}
