import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { millisOf } from '../../time/local-time.js';
import { useNow } from '../../time/now.js';
import { useTimes } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { byStart } from '../queries.js';
import { ownWaitlistQuery, type WaitlistEntry } from './queries.js';

const MINUTE = 60_000;

/** Whether a seat is still held for the operator. */
export const isOffered = ({ status, offerEndsAt }: WaitlistEntry, now: number): boolean =>
  status === 'offered' && offerEndsAt !== null && millisOf(offerEndsAt) > now;

/**
 * Seats held for an operator, each with its deadline, and shifts they wait for. Renders nothing when there
 * are neither.
 */
export function OwnWaitlist() {
  const t = useTranslations('waitlist');
  const now = useNow();
  const { data = [] } = useQuery(ownWaitlistQuery);
  const offers = data
    .filter((entry) => isOffered(entry, now))
    .sort((a, b) => millisOf(a.offerEndsAt!) - millisOf(b.offerEndsAt!));
  const waiting = data.filter(({ status }) => status === 'waiting').sort(byStart);
  return (
    <>
      {offers.length > 0 && (
        <section aria-labelledby="offers">
          <Title order={2} size="h4" id="offers" mb="xs">
            {t('offers', { count: offers.length })}
          </Title>
          <ul className="plain-list">
            {offers.map((entry) => (
              <li key={entry.id} className="card" data-tone="offer">
                <Offer entry={entry} now={now} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <Title order={2} size="h4" id="waiting" mb="xs">
            {t('waiting', { count: waiting.length })}
          </Title>
          <ul className="plain-list">
            {waiting.map((entry) => (
              <li key={entry.id} className="card">
                <Waiting entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Offer({ entry, now }: { entry: WaitlistEntry; now: number }) {
  const t = useTranslations('waitlist');
  const { span, moment } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const [isDeclining, setDeclining] = useState(false);
  const zone = zoneOf(entry.locationId);
  const shift = span(entry.startsAt, entry.endsAt, zone);
  const minutes = Math.ceil((millisOf(entry.offerEndsAt!) - now) / MINUTE);
  const params = { path: { id: entry.id } };
  const accept = useAct({
    run: () => ask(api.POST('/api/v1/waitlist-entries/{id}/accept', { ...once(), params })),
    said: () => t('accepted', { shift }),
    undo: ({ id }) => ask(api.POST('/api/v1/claims/{id}/withdraw', { params: { path: { id } } })),
  });
  const decline = useAct({
    run: () => ask(api.POST('/api/v1/waitlist-entries/{id}/leave', { ...once(), params })),
    said: () => t('declined', { shift }),
    inForm: true,
    done: () => setDeclining(false),
  });
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{shift}</Text>
        <Text size="sm" c="dimmed">
          {nameOf(entry.locationId)}
        </Text>
        <Text size="sm">
          {t('until', {
            time: moment(entry.offerEndsAt!, zone),
            hours: Math.floor(minutes / 60),
            minutes: minutes % 60,
          })}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          onClick={() => accept.mutate()}
          loading={accept.isPending}
          aria-label={t('acceptOf', { shift })}
        >
          {t('accept')}
        </Button>
        <Button variant="default" onClick={() => setDeclining(true)} aria-label={t('declineOf', { shift })}>
          {t('decline')}
        </Button>
      </Group>
      {isDeclining && (
        <Dialog title={t('declineTitle')} onClose={() => setDeclining(false)}>
          <Form act={decline} submit={t('decline')}>
            <Text>{t('declineHint', { shift })}</Text>
          </Form>
        </Dialog>
      )}
    </Stack>
  );
}

function Waiting({ entry }: { entry: WaitlistEntry }) {
  const t = useTranslations('waitlist');
  const { span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const shift = span(entry.startsAt, entry.endsAt, zoneOf(entry.locationId));
  const leave = useAct({
    run: () =>
      ask(api.POST('/api/v1/waitlist-entries/{id}/leave', { ...once(), params: { path: { id: entry.id } } })),
    said: () => t('left', { shift }),
  });
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text fw={600}>{shift}</Text>
        <Text size="sm" c="dimmed">
          {[nameOf(entry.locationId), entry.rank !== null && t('rank', { rank: entry.rank })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Button
        variant="default"
        onClick={() => leave.mutate()}
        loading={leave.isPending}
        aria-label={t('leaveOf', { shift })}
      >
        {t('leave')}
      </Button>
    </Group>
  );
}
