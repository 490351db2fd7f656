import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { useAct } from '../ui/use-act.js';
import { RejectForm } from './reject-form.js';
import { daysText } from '../availability/days-text.js';
import { askForTimeOff, type TimeOff } from '../availability/queries.js';

const SHOWN = 20;

/** Requests for time off, soonest first, decided one by one. */
export function TimeOffInbox({ requests }: { requests: readonly TimeOff[] }) {
  const t = useTranslations('timeOff');
  const [shown, setShown] = useState(SHOWN);
  return (
    <section aria-labelledby="time-off">
      <Title order={2} size="h4" id="time-off" mb="xs">
        {t('inbox', { count: requests.length })}
      </Title>
      <ul className="plain-list">
        {requests
          .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
          .slice(0, shown)
          .map((request) => (
            <li key={request.id} className="card">
              <Row request={request} />
            </li>
          ))}
      </ul>
      {requests.length > shown && (
        <Button variant="default" mt="xs" onClick={() => setShown(shown + SHOWN)}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function Row({ request }: { request: TimeOff }) {
  const t = useTranslations('timeOff');
  const { timeZone, sendsMail } = useSettings();
  const [isRejecting, setRejecting] = useState(false);
  const { id, operatorId, operatorName: name, startsAt, endsAt, reason, seatsHeld } = request;
  const params = { path: { id } };
  const askAgain = () => askForTimeOff(operatorId, { startsAt, endsAt, ...(reason !== null && { reason }) });
  const isFreeing = seatsHeld > 0;
  const approve = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/time-off-requests/{id}/approve', {
          params,
          body: isFreeing ? { freeSeats: true } : {},
        }),
      ),
    said: () => (isFreeing ? t('approvedFreed', { name, count: seatsHeld }) : t('approved', { name })),
    // Freed seats stay free, so this cannot be undone.
    ...(!isFreeing && {
      undo: async () => {
        await ask(api.POST('/api/v1/time-off-requests/{id}/cancel', { params }));
        await askAgain();
      },
    }),
  });
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm">{daysText(request, timeZone)}</Text>
        {reason && <Text size="sm">{reason}</Text>}
        {isFreeing && <Text size="sm">{t('holds', { count: seatsHeld })}</Text>}
      </div>
      <Group gap="xs">
        <Button
          size="sm"
          onClick={() => approve.mutate()}
          loading={approve.isPending}
          aria-label={`${name}: ${isFreeing ? t('approveFreeing', { count: seatsHeld }) : t('approve')}`}
        >
          {isFreeing ? t('approveFreeing', { count: seatsHeld }) : t('approve')}
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => setRejecting(true)}
          aria-label={`${name}: ${t('reject')}`}
        >
          {t('reject')}
        </Button>
      </Group>
      {isRejecting && (
        <RejectForm
          title={t('rejectTitle', { name })}
          reject={(why) =>
            ask(api.POST('/api/v1/time-off-requests/{id}/reject', { params, body: { reason: why } }))
          }
          said={t('rejected', { name, mail: String(sendsMail) })}
          undo={askAgain}
          onClose={() => setRejecting(false)}
        />
      )}
    </Stack>
  );
}
