import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { hoursBetween } from '../time/local-time.js';
import { hoursText, useTimes } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import type { Claim } from './queries.js';

/** Offers a swap of one of the user's shifts for a colleague's; lists only shifts that both could work. */
export function SwapForm({ claim, zone, onClose }: { claim: Claim; zone: string; onClose: () => void }) {
  const t = useTranslations('swap');
  const { span } = useTimes();
  const query = useQuery({
    queryKey: ['trades', 'swap-options', claim.id],
    queryFn: () => ask(api.GET('/api/v1/claims/{id}/swap-options', { params: { path: { id: claim.id } } })),
  });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Text size="sm" mb="sm">
        {t('hint', { shift: span(claim.startsAt, claim.endsAt, zone) })}
      </Text>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          ) : (
            <ul className="plain-list">
              {items.map((option) => (
                <li key={option.claimId} className="card">
                  <Option claim={claim} option={option} onAsked={onClose} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  );
}

function Option({
  claim,
  option,
  onAsked,
}: {
  claim: Claim;
  option: Schemas['SwapOptionDto'];
  onAsked: () => void;
}) {
  const t = useTranslations('swap');
  const { span } = useTimes();
  const { nameOf, zoneOf } = useLocations();
  const when = span(option.startsAt, option.endsAt, zoneOf(option.locationId));
  const offer = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/swaps', {
          ...once(),
          body: { claimId: claim.id, withClaimId: option.claimId },
        }),
      ),
    said: ({ toName }) => t('asked', { name: toName, shift: when }),
    undo: ({ id }) => ask(api.POST('/api/v1/swaps/{id}/cancel', { params: { path: { id } } })),
    done: onAsked,
  });
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text fw={600}>{when}</Text>
        <Text size="sm" c="dimmed">
          {t('facts', {
            name: option.operatorName,
            location: nameOf(option.locationId),
            hours: hoursText(hoursBetween(option.startsAt, option.endsAt)),
          })}
        </Text>
      </div>
      <Button
        onClick={() => offer.mutate()}
        loading={offer.isPending}
        aria-label={t('askFor', { name: option.operatorName, shift: when })}
      >
        {t('ask')}
      </Button>
    </Group>
  );
}
