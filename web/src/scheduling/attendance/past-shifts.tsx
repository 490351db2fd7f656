import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocations } from '../../api/lookups.js';
import { addDays, instantOf, millisOf } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { byStart, claimsQuery, type Claim } from '../queries.js';
import { CorrectionForm } from './correction-form.js';
import { ownCorrectionsQuery, type Correction } from './queries.js';

const DAYS = 28;

/** An operator's past shifts, loaded on request: what is recorded of them, and a form to correct it. */
export function PastShifts({ today, zone, now }: { today: string; zone: string; now: number }) {
  const t = useTranslations('pastShifts');
  const [days, setDays] = useState(0);
  const query = useQuery({
    ...claimsQuery({
      from: instantOf(addDays(today, -days), '00:00', zone),
      to: instantOf(addDays(today, 1), '00:00', zone),
      status: 'approved',
    }),
    enabled: days > 0,
    placeholderData: (before) => before,
  });
  if (days === 0)
    return (
      <div>
        <Button variant="default" onClick={() => setDays(DAYS)}>
          {t('show')}
        </Button>
      </div>
    );
  return (
    <section aria-labelledby="past">
      <Title order={2} size="h4" id="past" mb="xs">
        {t('title')}
      </Title>
      <Loaded query={query}>
        {(claims) => {
          const past = claims
            .filter(({ endsAt }) => millisOf(endsAt) <= now)
            .sort(byStart)
            .reverse();
          return (
            <Stack gap="sm">
              {past.length === 0 && <Text c="dimmed">{t('none', { weeks: days / 7 })}</Text>}
              <ul className="plain-list">
                {past.map((claim) => (
                  <li key={claim.id} className="card">
                    <Past claim={claim} />
                  </li>
                ))}
              </ul>
              <div>
                <Button variant="default" onClick={() => setDays(days + DAYS)} loading={query.isFetching}>
                  {t('earlier')}
                </Button>
              </div>
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}

function Past({ claim }: { claim: Claim }) {
  const t = useTranslations('pastShifts');
  const { span, time } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const { data: corrections = [] } = useQuery(ownCorrectionsQuery);
  const [isCorrecting, setCorrecting] = useState(false);
  const zone = zoneOf(claim.locationId);
  const when = span(claim.startsAt, claim.endsAt, zone);
  const last = corrections.findLast(({ claimId }) => claimId === claim.id);
  const isFlawed =
    claim.noShow || (!claim.isImported && (claim.checkedInAt === null || claim.checkedOutAt === null));
  return (
    <Stack gap="xs">
      <div>
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{when}</Text>
          {claim.isShadow && (
            <Badge variant="outline">{claim.signedOffAt === null ? t('training') : t('signedOff')}</Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {[nameOf(claim.locationId), claim.isImported && t('imported')].filter(Boolean).join(' · ')}
        </Text>
        <Text size="sm" {...(isFlawed && { fw: 600 })}>
          {claim.noShow
            ? t('noShow')
            : claim.checkedInAt === null
              ? t(claim.isImported ? 'notKnown' : 'notCheckedIn')
              : claim.checkedOutAt === null
                ? t('notCheckedOut', { from: time(claim.checkedInAt, zone) })
                : t('recorded', {
                    from: time(claim.checkedInAt, zone),
                    to: time(claim.checkedOutAt, zone),
                  })}
        </Text>
        {last && <Asked correction={last} zone={zone} />}
      </div>
      {last?.status !== 'pending' && !claim.isImported && (
        <div>
          <Button
            size="sm"
            variant="default"
            onClick={() => setCorrecting(true)}
            aria-label={t('correctOf', { shift: when })}
          >
            {t('correct')}
          </Button>
        </div>
      )}
      {isCorrecting && <CorrectionForm claim={claim} zone={zone} onClose={() => setCorrecting(false)} />}
    </Stack>
  );
}

function Asked({ correction, zone }: { correction: Correction; zone: string }) {
  const t = useTranslations('pastShifts');
  const { hours } = useTimes();
  const times = hours(correction.checkedInAt, correction.checkedOutAt, zone);
  return (
    <Text size="sm">
      {t(`asked.${correction.status}`, { times })}
      {correction.status === 'rejected' && correction.decisionReason && ` ${correction.decisionReason}`}
    </Text>
  );
}
