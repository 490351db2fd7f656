import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { usePositions } from '../api/lookups.js';
import { formatLocale } from '../i18n/language.js';
import { dayMonthOf, useTimes, weekdayName } from '../time/time-format.js';

type Raise = Schemas['RaiseDto'];

/** What would raise the score, the largest gain first. */
export function QualityRaises({ raises, zone }: { raises: readonly Raise[]; zone: string }) {
  const t = useTranslations('quality');
  const formatted = new Intl.NumberFormat(formatLocale(), { maximumSignificantDigits: 3 });
  if (raises.length === 0) return <Text size="sm">{t('noRaises')}</Text>;
  return (
    <ol className="plain-list">
      {raises.map((raise, index) => (
        <li key={index} className="card card-row">
          <div>{raise.gap ? <Gap gap={raise.gap} /> : <Moves moves={raise.moves} zone={zone} />}</div>
          <Text size="sm" fw={600}>
            {t('gain', { gain: formatted.format(raise.gain) })}
          </Text>
        </li>
      ))}
    </ol>
  );
}

function Gap({ gap }: { gap: Schemas['WeeklyGapDto'] }) {
  const t = useTranslations('quality');
  const { positions, nameOf } = usePositions();
  const { weekday, startsAt, endsAt, times, firstOn, lastOn, missingMinutes } = gap;
  return (
    <>
      <Text>
        {t('fill', { weekday: weekdayName(weekday, 'long'), from: startsAt, to: endsAt })}
        {positions.length > 1 && ` · ${nameOf(gap.positionId)}`}
      </Text>
      <Text size="sm" c="dimmed">
        {t('missing', {
          hours: Math.round(missingMinutes / 6) / 10,
          times,
          dates: [...new Set([firstOn, lastOn].map(dayMonthOf))].join(' – '),
        })}
      </Text>
    </>
  );
}

/** One claim that is handed over, or two in both directions. */
function Moves({ moves, zone }: { moves: Raise['moves']; zone: string }) {
  const t = useTranslations('quality');
  const { span } = useTimes();
  return moves.map(({ claimId, startsAt, endsAt, from, to }) => (
    <div key={claimId}>
      <Text>{t(to ? 'handOver' : 'somebodyElse', { from: from.name, to: to?.name ?? '' })}</Text>
      <Text size="sm" c="dimmed">
        {span(startsAt, endsAt, zone)}
      </Text>
    </div>
  ));
}
