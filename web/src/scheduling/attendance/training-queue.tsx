import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, askAll } from '../../api/client.js';
import { useLocations, useOperators, usePositions } from '../../api/lookups.js';
import { DAY, inZone, millisOf } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { useAct } from '../../ui/use-act.js';
import { byStart, type Claim } from '../queries.js';

const DAYS_BACK = 28;

/** Whether a shift in training was worked, is over and waits to be signed off. */
export const isToSignOff = (claim: Claim, now: number): boolean =>
  claim.isShadow &&
  claim.status === 'approved' &&
  claim.signedOffAt === null &&
  claim.checkedInAt !== null &&
  millisOf(claim.endsAt) <= now;

/** Shifts in training that wait to be signed off. Renders nothing when there are none. */
export function TrainingQueue({ now }: { now: number }) {
  const t = useTranslations('signOff');
  const { operators } = useOperators();
  const trainees = operators
    .filter(({ qualifications }) => qualifications.some(({ status }) => status === 'in-training'))
    .map(({ id }) => id);
  const today = Math.floor(now / DAY) * DAY;
  const query = useQuery({
    queryKey: ['claims', 'training', today, trainees],
    enabled: trainees.length > 0,
    queryFn: async () => {
      const from = inZone(today - DAYS_BACK * DAY, 'UTC');
      const to = inZone(today + DAY, 'UTC');
      const each = trainees.map((operatorId) =>
        askAll((cursor) =>
          api.GET('/api/v1/claims', {
            params: { query: { operatorId, status: 'approved', from, to, limit: 200, cursor } },
          }),
        ),
      );
      return (await Promise.all(each)).flat();
    },
  });
  const waiting = (query.data ?? []).filter((claim) => isToSignOff(claim, now)).sort(byStart);
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="training">
      <Title order={2} size="h4" id="training" mb="xs">
        {t('waiting', { count: waiting.length })}
      </Title>
      <ul className="plain-list">
        {waiting.map((claim) => (
          <li key={claim.id} className="card">
            <Row claim={claim} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ claim }: { claim: Claim }) {
  const { span } = useTimes();
  const { nameOf } = useOperators();
  const { nameOf: locationName, zoneOf } = useLocations();
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text fw={600}>{nameOf(claim.operatorId)}</Text>
        <Text size="sm">{span(claim.startsAt, claim.endsAt, zoneOf(claim.locationId))}</Text>
        <Text size="sm" c="dimmed">
          {locationName(claim.locationId)}
        </Text>
      </div>
      <SignOff claim={claim} />
    </Group>
  );
}

/** Signs off a shift in training, and shows what follows for the operator. */
export function SignOff({ claim }: { claim: Claim }) {
  const t = useTranslations('signOff');
  const { nameOf } = useOperators();
  const { nameOf: positionName, positions } = usePositions();
  const name = nameOf(claim.operatorId);
  const signOff = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/sign-off', { params: { path: { id: claim.id } } })),
    said: ({ status, positionId, signedOffShifts }) => {
      const position = positionName(positionId);
      const asked = positions.find(({ id }) => id === positionId)?.shadowShifts ?? 0;
      return status === 'qualified'
        ? t('qualified', { name, position })
        : t('done', { name, count: signedOffShifts, asked });
    },
  });
  return (
    <Button
      size="sm"
      onClick={() => signOff.mutate()}
      loading={signOff.isPending}
      aria-label={t('submitOf', { name })}
    >
      {t('submit')}
    </Button>
  );
}
