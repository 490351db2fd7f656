import { Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { addDays, daysBetween } from '../../time/local-time.js';
import { Dialog } from '../../ui/dialog.js';
import { DateField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import type { PayPeriod } from './queries.js';

const USUAL_DAYS = 14;

/**
 * The period after the latest one, with the same length. The first one is two weeks from the start of the
 * current week.
 */
function proposed(latest: PayPeriod | undefined, weekStart: string): { startsOn: string; endsOn: string } {
  const startsOn = latest ? addDays(latest.endsOn, 1) : weekStart;
  const days = latest ? daysBetween(latest.startsOn, latest.endsOn) : USUAL_DAYS - 1;
  return { startsOn, endsOn: addDays(startsOn, days) };
}

/** A pay period's first and last day. */
export function PeriodForm({
  latest,
  weekStart,
  onMade,
  onClose,
}: {
  latest: PayPeriod | undefined;
  weekStart: string;
  onMade: (id: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('timesheets');
  const [form, setForm] = useState(() => proposed(latest, weekStart));
  const create = useAct({
    run: () => ask(api.POST('/api/v1/pay-periods', { ...once(), body: form })),
    said: () => t('created'),
    undo: ({ id }) => ask(api.DELETE('/api/v1/pay-periods/{id}', { params: { path: { id } } })),
    inForm: true,
    done: ({ id }) => {
      onMade(id);
      onClose();
    },
  });
  return (
    <Dialog title={t('new')} onClose={onClose}>
      <Form act={create} submit={t('create')}>
        <Group grow align="flex-start">
          <DateField
            label={t('from')}
            value={form.startsOn}
            onChange={(startsOn) => setForm({ ...form, startsOn })}
          />
          <DateField
            label={t('to')}
            value={form.endsOn}
            onChange={(endsOn) => setForm({ ...form, endsOn })}
          />
        </Group>
      </Form>
    </Dialog>
  );
}

/** Unlocks a pay period, with a reason, which is stored. */
export function UnlockForm({ period, onClose }: { period: PayPeriod; onClose: () => void }) {
  const t = useTranslations('timesheets');
  const [reason, setReason] = useState('');
  const params = { path: { id: period.id } };
  const unlock = useAct({
    run: () => ask(api.POST('/api/v1/pay-periods/{id}/unlock', { params, body: { reason } })),
    said: () => t('unlocked'),
    undo: () => ask(api.POST('/api/v1/pay-periods/{id}/lock', { params })),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('unlock')} onClose={onClose}>
      <Form act={unlock} submit={t('unlock')}>
        <TextField label={t('reason')} description={t('reasonHint')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
