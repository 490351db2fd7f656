import { NativeSelect, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { inZone, millisOf } from '../time/local-time.js';
import { useTimes } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { swapsQuery, type Claim } from './queries.js';

const STEP = 15 * 60_000;

/** Gives up the beginning or end of a shift: the shift splits, and the part waits for another operator. */
export function GiveUpForm({ claim, zone, onClose }: { claim: Claim; zone: string; onClose: () => void }) {
  const t = useTranslations('giveUp');
  const { time, hours } = useTimes();
  const [which, setWhich] = useState<'end' | 'beginning'>('end');
  const [reason, setReason] = useState('');
  const [start, end] = [millisOf(claim.startsAt), millisOf(claim.endsAt)];
  const cuts: string[] = [];
  for (let at = start + STEP; at < end; at += STEP) cuts.push(inZone(at, zone));
  const [cut, setCut] = useState(cuts[Math.floor(cuts.length / 2)] ?? claim.startsAt);
  const part =
    which === 'end' ? { startsAt: cut, endsAt: claim.endsAt } : { startsAt: claim.startsAt, endsAt: cut };
  const { data: swaps = [] } = useQuery(swapsQuery);
  const hasSwap = swaps.some(
    ({ status, offered, wanted }) =>
      (status === 'open' || status === 'accepted') && [offered.claimId, wanted?.claimId].includes(claim.id),
  );
  const giveUp = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/claims/{id}/drop-requests', {
          ...once(),
          params: { path: { id: claim.id } },
          body: { reason, ...part },
        }),
      ),
    said: () => t('done', { part: hours(part.startsAt, part.endsAt, zone) }),
    done: onClose,
    inForm: true,
  });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Form act={giveUp} submit={t('submit')}>
        <SegmentedControl
          aria-label={t('which')}
          value={which}
          onChange={(value) => setWhich(value)}
          data={[
            { value: 'beginning', label: t('beginning') },
            { value: 'end', label: t('end') },
          ]}
        />
        <NativeSelect
          label={which === 'end' ? t('from') : t('until')}
          description={t('part', { part: hours(part.startsAt, part.endsAt, zone) })}
          value={cut}
          onChange={({ currentTarget }) => setCut(currentTarget.value)}
          data={cuts.map((at) => ({ value: at, label: time(at, zone) }))}
        />
        {hasSwap && <Text size="sm">{t('swapEnds')}</Text>}
        <TextField label={t('reason')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
