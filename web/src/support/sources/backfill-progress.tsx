import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { inZone, millisOf } from '../../time/local-time.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { useSettings } from '../../api/lookups.js';
import { useAct } from '../../ui/use-act.js';
import { backfillsQuery, type Backfill, type Source } from './queries.js';

/** The latest back-fill, while it runs and once it is over. */
export function BackfillProgress({ source }: { source: Source }) {
  const [backfill] = useQuery(backfillsQuery(source.id)).data ?? [];
  return backfill ? <Shown source={source} backfill={backfill} /> : null;
}

function Shown({ source: { id, mayChange }, backfill }: { source: Source; backfill: Backfill }) {
  const t = useTranslations('sources');
  const { timeZone } = useSettings();
  const { fetched, remaining, status } = backfill;
  const span = {
    from: dateWithYearOf(backfill.from),
    // Midnight still belongs to the previous day.
    to: dateWithYearOf(inZone(millisOf(backfill.to) - 1, timeZone)),
  };
  const stop = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/support-sources/{id}/backfills/{backfillId}/stop', {
          ...once(),
          params: { path: { id, backfillId: backfill.id } },
        }),
      ),
    said: () => t('backfillStopped'),
  });
  if (status !== 'running')
    return (
      <Text size="sm" c="dimmed">
        {t(`backfills.${status}`, { ...span, fetched, created: backfill.created, updated: backfill.updated })}
      </Text>
    );
  const isUnknown = remaining === null;
  const share = isUnknown ? 100 : (fetched / Math.max(1, fetched + remaining)) * 100;
  return (
    <Stack gap={4}>
      <Text size="sm">{t('backfills.running', span)}</Text>
      <Progress value={share} animated={isUnknown} striped={isUnknown} aria-label={t('backfillProgress')} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {isUnknown ? t('read', { fetched }) : t('readOf', { fetched, remaining })}
        </Text>
        {mayChange && (
          <Button size="sm" variant="default" onClick={() => stop.mutate()} loading={stop.isPending}>
            {t('stop')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
