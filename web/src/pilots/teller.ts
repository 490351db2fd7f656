import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { EvaluationKey, PlotsKey, Say } from '../../../src/domain/pilot-texts/say.js';
import type { Writer } from '../../../src/plots/pilot-plots.js';
import { formatLocale } from '../i18n/language.js';
import { dateWithYearOf, dayMonthOf, weekdayName } from '../time/time-format.js';

/** Says what the server's brief says as well, in the reader's language. */
export function useTeller(): Writer {
  const evaluation = useTranslations('evaluation') as Say<EvaluationKey>;
  const plots = useTranslations('pilotPlots') as Say<PlotsKey>;
  return useMemo(
    () => ({
      evaluation,
      plots,
      formats: formatLocale(),
      day: dayMonthOf,
      dayWithYear: dateWithYearOf,
      weekday: (weekday) => weekdayName(weekday),
    }),
    [evaluation, plots],
  );
}
