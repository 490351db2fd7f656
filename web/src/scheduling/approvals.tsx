import { Button, Checkbox, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { operatorsQuery } from '../api/queries.js';
import { reasonsInReadersWords } from '../i18n/refusals.js';
import { hoursBetween } from '../time/local-time.js';
import { hoursText, useTimes } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useUntickedClaims } from './unticked-claims.js';
import { byStart, claimsQuery, type Claim } from './queries.js';
import { timeOffQuery } from '../availability/queries.js';
import { TimeOffInbox } from './time-off-inbox.js';

type Undecided = Schemas['UndecidedClaimDto'];

/**
 * Pending claims: approves the chosen ones at once, and shows why others could not be approved. Also time
 * off.
 */
export function Approvals() {
  const t = useTranslations('approvals');
  const query = useQuery(claimsQuery({ status: 'pending' }));
  const timeOff = useQuery(timeOffQuery({ status: 'pending' }));
  return (
    <Page title={t('title')}>
      <Loaded query={query}>
        {(claims) => (
          <Loaded query={timeOff}>
            {(requests) => {
              if (claims.length === 0 && requests.length === 0)
                return <Empty title={t('none')}>{t('noneHint')}</Empty>;
              return (
                <Stack gap="xl">
                  {claims.length > 0 && (
                    <section aria-labelledby="claims">
                      <Title order={2} size="h4" id="claims" mb="xs">
                        {t('claims', { count: claims.length })}
                      </Title>
                      <Inbox claims={claims.toSorted(byStart)} />
                    </section>
                  )}
                  {requests.length > 0 && <TimeOffInbox requests={requests} />}
                </Stack>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Inbox({ claims }: { claims: readonly Claim[] }) {
  const t = useTranslations('approvals');
  const { ids: left, untick: leave, tick: choose } = useUntickedClaims();
  const [stopped, setStopped] = useState<readonly Undecided[]>([]);
  const chosen = claims.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  const reopen = (ids: string[]) => ask(api.POST('/api/v1/claims/reopen', { body: { claimIds: ids } }));
  const approve = useAct({
    run: async (claimIds: string[]) => {
      const answer = await ask(api.POST('/api/v1/claims/approve', { body: { claimIds } }));
      return { ...answer, undecided: await reasonsInReadersWords(answer.undecided) };
    },
    said: ({ decided, undecided }) => t('approved', { count: decided.length, stopped: undecided.length }),
    undo: ({ decided }) => reopen(decided),
    done: ({ undecided }) => {
      setStopped(undecided);
      leave(undecided.map(({ claimId }) => claimId));
    },
  });
  const reject = useAct({
    run: (claimIds: string[]) =>
      ask(api.POST('/api/v1/claims/reject', { body: { claimIds, reason: t('rejectReason') } })),
    said: ({ decided }) => t('rejected', { count: decided.length }),
    undo: ({ decided }) => reopen(decided),
  });
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Checkbox
          size="md"
          label={t('chosen', { count: chosen.length, all: claims.length })}
          checked={chosen.length === claims.length}
          indeterminate={chosen.length > 0 && chosen.length < claims.length}
          onChange={({ currentTarget }) =>
            (currentTarget.checked ? choose : leave)(claims.map(({ id }) => id))
          }
        />
        {chosen.length < claims.length && (
          <Text size="sm" c="dimmed" flex="1 1 14rem">
            {t('leftOut')}
          </Text>
        )}
        <Group gap="xs">
          <Button
            variant="default"
            disabled={chosen.length === 0}
            loading={reject.isPending}
            onClick={() => reject.mutate(chosen)}
          >
            {t('reject', { count: chosen.length })}
          </Button>
          <Button
            disabled={chosen.length === 0}
            loading={approve.isPending}
            onClick={() => approve.mutate(chosen)}
          >
            {t('approve', { count: chosen.length })}
          </Button>
        </Group>
      </Group>
      <ul className="plain-list">
        {claims.map((claim) => (
          <li key={claim.id} className="card">
            <Row
              claim={claim}
              isChosen={!left.has(claim.id)}
              stopped={stopped.find(({ claimId }) => claimId === claim.id)}
              onToggle={(isChosen) => (isChosen ? choose : leave)([claim.id])}
            />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Row({
  claim,
  isChosen,
  stopped,
  onToggle,
}: {
  claim: Claim;
  isChosen: boolean;
  stopped: Undecided | undefined;
  onToggle: (isChosen: boolean) => void;
}) {
  const t = useTranslations('approvals');
  const { span } = useTimes();
  const { data: operators = [] } = useQuery(operatorsQuery);
  const { nameOf, zoneOf } = useLocations();
  const name = operators.find(({ id }) => id === claim.operatorId)?.name ?? t('somebody');
  const when = span(claim.startsAt, claim.endsAt, zoneOf(claim.locationId));
  return (
    <Stack gap={4}>
      <Checkbox
        size="md"
        checked={isChosen}
        onChange={({ currentTarget }) => onToggle(currentTarget.checked)}
        label={
          <>
            <Text span fw={600}>
              {name}
            </Text>
            <br />
            {when}
          </>
        }
      />
      <Text size="sm" c="dimmed" pl={34}>
        {t('facts', {
          location: nameOf(claim.locationId),
          hours: hoursText(hoursBetween(claim.startsAt, claim.endsAt)),
        })}
      </Text>
      {stopped && (
        <List size="sm" pl={34} className="stopped">
          {stopped.violations.map(({ code, message }) => (
            <List.Item key={code}>{message}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
