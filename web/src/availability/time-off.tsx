import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { askForTimeOff, timeOffQuery, type TimeOff } from './queries.js';
import { addDays, dateOf, inZone, instantOf, millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { daysText } from './days-text.js';
import { DateField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';

/** An operator's requests for time off, and a form for new ones. */
export function OwnTimeOff({ operatorId, zone }: { operatorId: string; zone: string }) {
  const t = useTranslations('timeOff');
  const now = useNow(300_000);
  const query = useQuery(timeOffQuery());
  const today = dateOf(inZone(now, zone));
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const startsOn = from || today;
  const endsOn = to || startsOn;
  const add = useAct({
    run: () =>
      askForTimeOff(operatorId, {
        startsAt: instantOf(startsOn, '00:00', zone),
        endsAt: instantOf(addDays(endsOn, 1), '00:00', zone),
        ...(reason !== '' && { reason }),
      }),
    said: () => t('asked'),
    undo: ({ id }) => ask(api.POST('/api/v1/time-off-requests/{id}/cancel', { params: { path: { id } } })),
    inForm: true,
    done: () => {
      setFrom('');
      setTo('');
      setReason('');
    },
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('hint')}
      </Text>
      <Loaded query={query} rows={1}>
        {(all) => {
          const shown = all.filter((one) => isShown(one, all, now)).toSorted(byStart);
          return (
            shown.length > 0 && (
              <ul className="plain-list">
                {shown.map((one) => (
                  <li key={one.id} className="card">
                    <Row request={one} zone={zone} />
                  </li>
                ))}
              </ul>
            )
          );
        }}
      </Loaded>
      <Form act={add} submit={t('ask')} isMain={false} className="card">
        <Group grow align="flex-start">
          <DateField label={t('from')} value={startsOn} onChange={setFrom} />
          <DateField label={t('to')} value={endsOn} onChange={setTo} />
        </Group>
        <TextField label={t('reason')} required={false} value={reason} onChange={setReason} />
      </Form>
    </Stack>
  );
}

const byStart = (a: TimeOff, b: TimeOff): number => millisOf(a.startsAt) - millisOf(b.startsAt);

/** Future requests that were not cancelled and not requested again since. */
const isShown = (one: TimeOff, all: readonly TimeOff[], now: number): boolean =>
  one.status !== 'cancelled' &&
  millisOf(one.endsAt) > now &&
  !(
    one.status === 'rejected' &&
    all.some(
      (other) =>
        millisOf(other.createdAt) > millisOf(one.createdAt) &&
        other.status !== 'cancelled' &&
        other.startsAt === one.startsAt &&
        other.endsAt === one.endsAt,
    )
  );

function Row({ request, zone }: { request: TimeOff; zone: string }) {
  const t = useTranslations('timeOff');
  const { id, operatorId, startsAt, endsAt, reason, status } = request;
  const takeBack = useAct({
    run: () => ask(api.POST('/api/v1/time-off-requests/{id}/cancel', { params: { path: { id } } })),
    said: () => t('takenBack'),
    // An approved request would have to be decided again.
    ...(status === 'pending' && {
      undo: () => askForTimeOff(operatorId, { startsAt, endsAt, ...(reason !== null && { reason }) }),
    }),
  });
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Text fw={600}>{daysText(request, zone)}</Text>
          {reason && <Text size="sm">{reason}</Text>}
          {status === 'pending' && request.seatsHeld > 0 && (
            <Text size="sm">{t('youHold', { count: request.seatsHeld })}</Text>
          )}
          {request.decisionReason && <Text size="sm">{request.decisionReason}</Text>}
        </div>
        <Badge
          variant={status === 'approved' ? 'filled' : 'outline'}
          color={status === 'rejected' ? 'orange' : 'teal'}
        >
          {t(`status.${status}`)}
        </Badge>
      </Group>
      {status !== 'rejected' && (
        <div>
          <Button size="sm" variant="default" onClick={() => takeBack.mutate()} loading={takeBack.isPending}>
            {t('takeBack')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
