import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { useTimes } from '../time/time-format.js';

type Clock = Schemas['ServiceClockDto'];

const COLORS = {
  'on-time': 'dimmed',
  soon: 'var(--mantine-color-orange-light-color)',
  over: 'var(--mantine-color-red-light-color)',
} as const;

/** How long a request has waited of its target, or took: `Waiting 9 h 12 min of 4 h`. Times count while the location is open. */
export function ClockLine({ clock, zone }: { clock: Clock; zone: string }) {
  const t = useTranslations('clock');
  const { moment } = useTimes();
  const { measure, usedMinutes, targetMinutes, isStopped, dueAt, endedAt, state } = clock;
  const words = t(endedAt === null ? measure : 'took', {
    used: durationText(t, usedMinutes),
    target: durationText(t, targetMinutes),
  });
  const rest = isStopped
    ? t('stopped')
    : state === 'over'
      ? t('over')
      : dueAt !== null && t('due', { moment: moment(dueAt, zone) });
  return (
    <Text
      size="sm"
      c={isStopped ? 'dimmed' : COLORS[state]}
      fw={state === 'on-time' || isStopped ? 400 : 600}
    >
      {[words, rest].filter(Boolean).join(' · ')}
    </Text>
  );
}

/** `12 min`, `4 h` or `9 h 12 min`. */
function durationText(t: ReturnType<typeof useTranslations<'clock'>>, minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t('minutes', { minutes: rest });
  return rest === 0 ? t('hours', { hours }) : t('hoursMinutes', { hours, minutes: rest });
}
