import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useLocations, useOperators, useSettings } from '../../api/lookups.js';
import { useTimes } from '../../time/time-format.js';
import { ErrorState } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { RejectForm } from '../reject-form.js';
import { claimQuery, pendingCorrectionsQuery, type Correction } from './queries.js';

const SHOWN = 10;

/** Corrections that operators requested and that wait for a decision. Renders nothing when there are none. */
export function PendingCorrections() {
  const t = useTranslations('corrections');
  const { data = [], error, refetch } = useQuery(pendingCorrectionsQuery);
  const [shown, setShown] = useState(SHOWN);
  if (error && data.length === 0) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return null;
  return (
    <section aria-labelledby="corrections">
      <Title order={2} size="h4" id="corrections" mb="xs">
        {t('pending', { count: data.length })}
      </Title>
      <ul className="plain-list">
        {data.slice(0, shown).map((correction) => (
          <li key={correction.id} className="card">
            <Row correction={correction} />
          </li>
        ))}
      </ul>
      {data.length > shown && (
        <Button variant="default" mt="xs" onClick={() => setShown(shown + SHOWN)}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function Row({ correction }: { correction: Correction }) {
  const t = useTranslations('corrections');
  const { span, hours, moment } = useTimes();
  const { nameOf: operatorName } = useOperators();
  const { nameOf: locationName, zoneOf } = useLocations();
  const { data: claim } = useQuery(claimQuery(correction.claimId));
  const [isRejecting, setRejecting] = useState(false);
  const zone = zoneOf(correction.locationId);
  const { sendsMail } = useSettings();
  const name = operatorName(correction.operatorId);
  const path = { id: correction.id };
  const before = claim && { checkedInAt: claim.checkedInAt, checkedOutAt: claim.checkedOutAt };
  const isReversible = before?.checkedInAt != null && before.checkedOutAt !== null;
  const approve = useAct({
    run: () => ask(api.POST('/api/v1/attendance-corrections/{id}/approve', { params: { path } })),
    said: () => t('approved', { name }),
    ...(isReversible && {
      undo: () =>
        ask(
          api.POST('/api/v1/claims/{id}/attendance-corrections', {
            ...once(),
            params: { path: { id: correction.claimId } },
            body: {
              checkedInAt: before.checkedInAt!,
              checkedOutAt: before.checkedOutAt!,
              reason: t('undoReason'),
            },
          }),
        ),
    }),
  });
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm">
          {t('says', { times: span(correction.checkedInAt, correction.checkedOutAt, zone) })}
        </Text>
        <Text size="sm">{correction.reason}</Text>
        {claim && (
          <Text size="sm" c="dimmed">
            {[
              locationName(correction.locationId),
              t('plannedHours', { shift: hours(claim.startsAt, claim.endsAt, zone) }),
              claim.noShow
                ? t('recordedNoShow')
                : claim.checkedInAt === null
                  ? t('recordedNothing')
                  : claim.checkedOutAt === null
                    ? t('recordedIn', { from: moment(claim.checkedInAt, zone) })
                    : t('recorded', { times: hours(claim.checkedInAt, claim.checkedOutAt, zone) }),
            ].join(' · ')}
          </Text>
        )}
      </div>
      <Group gap="xs">
        <Button
          size="sm"
          onClick={() => approve.mutate()}
          loading={approve.isPending}
          aria-label={t('approveOf', { name })}
        >
          {t('approve')}
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => setRejecting(true)}
          aria-label={t('rejectOf', { name })}
        >
          {t('reject')}
        </Button>
      </Group>
      {isRejecting && (
        <RejectForm
          title={t('rejectTitle', { name })}
          reject={(reason) =>
            ask(
              api.POST('/api/v1/attendance-corrections/{id}/reject', { params: { path }, body: { reason } }),
            )
          }
          said={t('rejected', { name, mail: String(sendsMail) })}
          onClose={() => setRejecting(false)}
        />
      )}
    </Stack>
  );
}
