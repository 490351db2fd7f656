import { useTranslations } from 'use-intl';
import { PRIORITIES } from '../../../../src/domain/service-clock.js';
import { usePositions, useSettings } from '../../api/lookups.js';
import { formatLocale } from '../../i18n/language.js';
import { weekdayName } from '../../time/time-format.js';
import { weekdaysText } from '../../time/weekdays.js';
import { useCategories } from '../categories/use-categories.js';
import type { Rule } from './queries.js';

/** The conditions of a rule in words: `Printing or Login · Fri, Sat 22:00–02:00 · nobody on shift`. */
export function useConditionsText(): (rule: Rule) => string {
  const t = useTranslations('routing');
  const priorities = useTranslations('request.priorities');
  const { weekStartsOn } = useSettings();
  const { nameOf } = useCategories();
  const { nameOf: positionOf } = usePositions();
  const either = (names: readonly string[]): string =>
    new Intl.ListFormat(formatLocale(), { type: 'disjunction' }).format(names);
  const hoursText = (hours: Rule['hours']): string | null => {
    if (hours === null) return null;
    const { startsAt: from, endsAt: to } = hours;
    const days = weekdaysText(hours.weekdays, weekStartsOn, (weekday) => weekdayName(weekday));
    return from === '00:00' && to === '00:00' ? t('allDay', { days }) : t('hours', { days, from, to });
  };
  const staffingText = ({ staffing, positionId }: Rule): string | null => {
    if (staffing === null) return null;
    const words = t(`staffings.${staffing}`);
    return positionId === null
      ? words
      : t('staffingOf', { staffing: words, position: positionOf(positionId) });
  };
  return (rule) => {
    const conditions = [
      rule.categories && either(rule.categories.map((word) => nameOf(word))),
      rule.priorities &&
        either(PRIORITIES.filter((one) => rule.priorities!.includes(one)).map((one) => priorities(one))),
      hoursText(rule.hours),
      staffingText(rule),
    ].filter((words) => words !== null);
    return conditions.length === 0 ? t('every') : conditions.join(' · ');
  };
}
