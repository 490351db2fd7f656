import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { useTimes } from '../../time/time-format.js';
import { useSettings } from '../../api/lookups.js';
import { Dialog } from '../../ui/dialog.js';
import { NumberField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useNotices } from '../../ui/notices.js';
import { Loaded } from '../../ui/query-states.js';
import { NoMail } from '../../ui/no-mail.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { isActive, shiftQuery, type Shift } from '../queries.js';
import { Candidates } from './candidates.js';
import { fieldsOf, ShiftTimesFields, spanOfFields, type ShiftTimes } from './shift-form.js';

/** A shift opened from the board: its claims, operators to ask, and a form for hours and seats. */
export function ShiftDetails({
  id,
  zone,
  canEdit,
  onClose,
}: {
  id: string;
  zone: string;
  canEdit: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('shift');
  const query = useQuery(shiftQuery(id));
  return (
    <Dialog title={t('title')} onClose={onClose} size="lg">
      <Loaded query={query}>
        {(shift) => (
          <Stack gap="lg">
            <Head shift={shift} zone={zone} />
            <Claims shift={shift} canEdit={canEdit && !shift.isImported} />
            {canEdit && !shift.isImported && shift.status !== 'cancelled' && (
              <>
                {shift.seatsTaken < shift.seats && <Candidates shift={shift} />}
                <Edit newest={shift} zone={zone} onClose={onClose} />
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Dialog>
  );
}

function Head({ shift, zone }: { shift: Shift; zone: string }) {
  const t = useTranslations('shift');
  const { span } = useTimes();
  return (
    <div>
      <Group justify="space-between">
        <Text fw={600}>{span(shift.startsAt, shift.endsAt, zone)}</Text>
        <Badge variant="outline">{t(shift.isImported ? 'imported' : `status.${shift.status}`)}</Badge>
      </Group>
      {shift.isImported && <Text c="dimmed">{t('importedHint')}</Text>}
    </div>
  );
}

function Claims({ shift, canEdit }: { shift: Shift; canEdit: boolean }) {
  const t = useTranslations('shift');
  const held = shift.claims.filter(isActive);
  return (
    <section aria-labelledby="claims">
      <Title order={3} size="h5" id="claims" mb={4}>
        {t('seats', { taken: shift.seatsTaken, seats: shift.seats })}
      </Title>
      {held.length === 0 ? (
        <Text c="dimmed">{t('nobody')}</Text>
      ) : (
        <ul className="plain-list">
          {held.map((claim) => (
            <li key={claim.id} className="card">
              <ClaimRow claim={claim} canEdit={canEdit} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function ClaimRow({ claim, canEdit }: { claim: Schemas['ShiftClaimDto']; canEdit: boolean }) {
  const t = useTranslations('shift');
  const params = { path: { id: claim.id } };
  const approve = useAct({
    run: () => ask(api.POST('/api/v1/claims/{id}/approve', { params, body: {} })),
    said: () => t('approved', { name: claim.operatorName }),
    undo: () => ask(api.POST('/api/v1/claims/reopen', { body: { claimIds: [claim.id] } })),
  });
  const remove = useAct({
    run: () =>
      claim.status === 'pending'
        ? ask(api.POST('/api/v1/claims/{id}/reject', { params, body: { reason: t('rejectReason') } }))
        : ask(api.POST('/api/v1/claims/{id}/cancel', { params, body: { reason: t('removeReason') } })),
    said: () => t('removed', { name: claim.operatorName }),
    ...(claim.status === 'pending' && {
      undo: () => ask(api.POST('/api/v1/claims/reopen', { body: { claimIds: [claim.id] } })),
    }),
  });
  return (
    <Group justify="space-between">
      <div>
        <Text fw={600}>{claim.operatorName}</Text>
        <Text size="sm" c="dimmed">
          {claim.isShadow ? t('inTraining') : t(claim.status === 'pending' ? 'pending' : 'isApproved')}
        </Text>
      </div>
      {canEdit && (
        <Group gap="xs">
          {claim.status === 'pending' && (
            <Button size="sm" onClick={() => approve.mutate()} loading={approve.isPending}>
              {t('approve')}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={() => remove.mutate()} loading={remove.isPending}>
            {claim.status === 'pending' ? t('reject') : t('takeOff')}
          </Button>
        </Group>
      )}
    </Group>
  );
}

const fieldsIn = ({ startsAt, endsAt, seats }: Shift): string => JSON.stringify([startsAt, endsAt, seats]);

function Edit({ newest, zone, onClose }: { newest: Shift; zone: string; onClose: () => void }) {
  const t = useTranslations('shift');
  const client = useQueryClient();
  const { sendsMail } = useSettings();
  const notices = useNotices();
  const [edits, setEdits] = useState<{ times?: ShiftTimes; seats?: string }>({});
  const shift = useOpened(
    newest,
    (opened) => Object.keys(edits).length === 0 || fieldsIn(opened) === fieldsIn(newest),
  );
  const { times = fieldsOf(shift), seats = String(shift.seats) } = edits;
  const [reason, setReason] = useState('');
  const path = { id: shift.id };
  const params = { path };
  const patch = ({ version }: Shift, body: Schemas['UpdateShiftDto']) =>
    ask(api.PATCH('/api/v1/shifts/{id}', { params: { path, header: ifMatch(version) }, body }));
  const save = useAct({
    run: () => {
      // Unchanged hours keep their exact instants, also in a repeated hour.
      const asked =
        JSON.stringify(times) === JSON.stringify(fieldsOf(shift)) ? {} : spanOfFields(times, zone);
      return patch(shift, { ...asked, seats: Number(seats) });
    },
    said: () => t('saved'),
    undo: (saved) => {
      const { startsAt, endsAt, seats } = shift;
      return patch(saved, { startsAt, endsAt, seats });
    },
    inForm: true,
    done: (saved) => {
      client.setQueryData(shiftQuery(shift.id).queryKey, saved);
      setEdits({});
    },
  });
  const publish = useAct({
    run: () => patch(newest, { status: 'published' }),
    said: () => t('published'),
  });
  const cancel = useAct({
    run: () => ask(api.POST('/api/v1/shifts/{id}/cancel', { params, body: { reason } })),
    said: () => t('cancelled', { claims: newest.claims.filter(isActive).length, mail: String(sendsMail) }),
    undo: async () => {
      const { notRestored } = await ask(api.POST('/api/v1/shifts/{id}/restore', { params }));
      const left = newest.claims.filter(({ id }) => notRestored.some(({ claimId }) => claimId === id));
      if (left.length > 0)
        notices.say(t('notRestored', { names: left.map(({ operatorName }) => operatorName).join(', ') }));
    },
    done: onClose,
    inForm: true,
  });
  return (
    <section aria-labelledby="edit">
      <Title order={3} size="h5" id="edit" mb={4}>
        {t('change')}
      </Title>
      <Form
        act={save}
        submit={t('save')}
        also={
          newest.status === 'draft' && (
            <Button variant="default" onClick={() => publish.mutate()} loading={publish.isPending}>
              {t('publish')}
            </Button>
          )
        }
      >
        <ShiftTimesFields value={times} zone={zone} onChange={(times) => setEdits({ ...edits, times })} />
        <NumberField
          label={t('seatsField')}
          min={1}
          max={200}
          value={seats}
          onChange={(seats) => setEdits({ ...edits, seats })}
        />
      </Form>
      <Form act={cancel} submit={t('cancel')} isMain={false}>
        <TextField label={t('cancelReason')} value={reason} onChange={setReason} />
        <NoMail about="cancelling" />
      </Form>
    </section>
  );
}
