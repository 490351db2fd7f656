import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useSettings } from '../../api/lookups.js';
import { useTimes } from '../../time/time-format.js';
import { millisOf, MINUTE } from '../../time/local-time.js';
import { useNow } from '../../time/now.js';
import { useAct } from '../../ui/use-act.js';
import { BackfillForm } from './backfill-form.js';
import { BackfillProgress } from './backfill-progress.js';
import { Escalations, opensTickets } from './escalations.js';
import { MissingRules } from './missing-rules.js';
import { PushAddress, RotateSecret } from './push-secret.js';
import type { Source } from './queries.js';
import { RemoveSource } from './remove-source.js';
import { Runs } from './runs.js';
import { SourceForm } from './source-form.js';

const COLORS = {
  off: 'gray',
  new: 'gray',
  working: 'teal',
  collecting: 'teal',
  failing: 'orange',
  stopped: 'red',
  quiet: 'orange',
} as const satisfies Record<Source['state'], string>;

/** A source: how it goes, what is wrong, and what can be done. */
export function SourceCard({ source }: { source: Source }) {
  const t = useTranslations('sources');
  const [open, setOpen] = useState<'change' | 'runs' | 'backfill' | 'remove' | 'rotate' | null>(null);
  const close = (): void => setOpen(null);
  const { id, name, state, pushUrl } = source;
  const isPushed = pushUrl !== null;
  const { timeZone } = useSettings();
  const { moment } = useTimes();
  const collect = useAct({
    run: () => ask(api.POST('/api/v1/support-sources/{id}/runs', { ...once(), params: { path: { id } } })),
    said: () => t('collectingNow', { name }),
  });
  const check = useAct({
    run: () => ask(api.POST('/api/v1/support-sources/{id}/check', { ...once(), params: { path: { id } } })),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div className="wrapping">
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {t(`kinds.${source.kind}`)}
            {!isPushed && ` · ${t('every', { minutes: source.everyMinutes })}`}
          </Text>
        </div>
        <Badge variant="outline" color={COLORS[state]}>
          {t(`states.${state}`)}
        </Badge>
      </Group>
      <Times source={source} />
      {isPushed && source.mayChange && <PushAddress url={pushUrl} />}
      {source.formerSecretUntil !== null && (
        <Text size="sm" c="dimmed">
          {t('push.formerUntil', { moment: moment(source.formerSecretUntil, timeZone) })}
        </Text>
      )}
      {state === 'quiet' && (
        <Alert color="orange" variant="light" title={t('quiet')}>
          <Text size="sm">{t('quietHint', { moment: moment(source.lastNewsAt, timeZone) })}</Text>
        </Alert>
      )}
      {source.problem && (
        <Alert
          color={state === 'stopped' ? 'red' : 'orange'}
          variant="light"
          title={isPushed ? t('push.problem') : t('problem', { state })}
        >
          <Text size="sm">{source.problem.message}</Text>
        </Alert>
      )}
      {opensTickets(source) && <Escalations source={source} />}
      <MissingRules source={source} />
      <BackfillProgress source={source} />
      {check.data && (
        <Text size="sm" role="status">
          {check.data.message} {check.data.ok && t('sampled', { count: check.data.sample.length })}
        </Text>
      )}
      <Group gap="xs">
        {source.mayChange && (
          <>
            {source.enabled && !isPushed && (
              <Button size="sm" onClick={() => collect.mutate()} loading={collect.isPending}>
                {t('collect')}
              </Button>
            )}
            <Button size="sm" variant="default" onClick={() => check.mutate()} loading={check.isPending}>
              {t('check')}
            </Button>
            <Button size="sm" variant="default" onClick={() => setOpen('change')}>
              {t('change')}
            </Button>
          </>
        )}
        <Button size="sm" variant="default" onClick={() => setOpen('runs')}>
          {t(isPushed ? 'push.history' : 'runs')}
        </Button>
        {source.mayChange && (
          <>
            {isPushed && (
              <Button size="sm" variant="default" onClick={() => setOpen('rotate')}>
                {t('push.rotate')}
              </Button>
            )}
            {source.enabled && !isPushed && (
              <Button size="sm" variant="default" onClick={() => setOpen('backfill')}>
                {t('backfill')}
              </Button>
            )}
            <Button size="sm" variant="default" onClick={() => setOpen('remove')}>
              {t('remove')}
            </Button>
          </>
        )}
      </Group>
      {open === 'change' && <SourceForm source={source} onClose={close} />}
      {open === 'runs' && <Runs source={source} onClose={close} />}
      {open === 'backfill' && <BackfillForm source={source} onClose={close} />}
      {open === 'rotate' && <RotateSecret source={source} onClose={close} />}
      {open === 'remove' && <RemoveSource source={source} onClose={close} />}
    </Stack>
  );
}

/** When it was collected, and when it will be. */
function Times({ source: { lastSuccessAt, nextRunAt, failingSince, pushUrl } }: { source: Source }) {
  const t = useTranslations('sources');
  const { timeZone } = useSettings();
  const { moment } = useTimes();
  const now = useNow();
  const minutes = (at: string): number => Math.round(Math.abs(millisOf(at) - now) / MINUTE);
  const isPushed = pushUrl !== null;
  const told = [
    lastSuccessAt === null
      ? t(isPushed ? 'push.never' : 'neverCollected')
      : t(isPushed ? 'push.last' : 'collected', {
          minutes: minutes(lastSuccessAt),
          moment: moment(lastSuccessAt, timeZone),
        }),
    failingSince === null ? '' : t('failingSince', { moment: moment(failingSince, timeZone) }),
    nextRunAt === null
      ? ''
      : millisOf(nextRunAt) <= now
        ? t('nextNow')
        : t('next', { minutes: minutes(nextRunAt), moment: moment(nextRunAt, timeZone) }),
  ];
  return (
    <Text size="sm" c="dimmed">
      {told.filter((text) => text !== '').join(' · ')}
    </Text>
  );
}
