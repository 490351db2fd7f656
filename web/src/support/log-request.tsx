import { Checkbox, Input, NativeSelect, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { currentSecond } from '../time/clock.js';
import { inZone } from '../time/local-time.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { offeredAt, useCategories } from './categories/use-categories.js';
import { CHANNELS } from './channels.js';
import { send, takeBack } from './outgoing-queue.js';
import type { Request } from './request-acts.js';

/** The wait in minutes that a person states at the desk; null when nobody asked. */
const WAITS = [0, 5, 15, 30, null] as const;
const UNKNOWN = 'unknown';
const STATIONS = 'stations';
/** Without a network it cannot be said, and is normal. */
const PriorityField = lazy(() =>
  import('./priority-field.js')
    .then((part) => ({ default: part.PriorityField }))
    .catch(() => ({ default: () => <></> })),
);
/** Without a network nothing is suggested, and the form stays. */
const StationNames = lazy(() => import('./labs/station-names.js').catch(() => ({ default: () => <></> })));

/**
 * A form for a longer request: what is wrong, where, how long they waited, and whether it is done. Who asks
 * and how urgent it is are only for what stays open, so that somebody can come back to them.
 */
export function LogRequest({
  locationId,
  zone,
  onDone,
}: {
  locationId: string;
  zone: string;
  onDone: () => void;
}) {
  const t = useTranslations('desk');
  const me = useMe();
  const { categories, nameOf } = useCategories();
  const [category, setCategory] = useState('');
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('desk');
  const [wait, setWait] = useState<string>(UNKNOWN);
  const [title, setTitle] = useState('');
  const [workstation, setWorkstation] = useState('');
  const [requester, setRequester] = useState('');
  const { requesterDays } = useSettings();
  const [isDone, setDone] = useState(true);
  const [priority, setPriority] = useState<Request['priority']>('normal');
  const log = useAct({
    run: async () => {
      const now = inZone(currentSecond(), zone);
      const body = {
        locationId,
        openedAt: now,
        firstResponseAt: now,
        ...(category && { category }),
        channel,
        ...(title && { title }),
        ...(workstation && { workstation }),
        ...(requester && { requester }),
        ...(wait !== UNKNOWN && { waitedMinutes: Number(wait) }),
        ...(isDone ? { resolvedAt: now } : { priority }),
      };
      const name = title || nameOf(category || null);
      const sent = await send(me.id, '/api/v1/support-requests', body, name);
      return { ...sent, routed: await routingOf(sent.answer as Request | null) };
    },
    said: ({ answer, routed }) => {
      if (answer === null) return t('keptForLater');
      if (routed === null) return t('logged');
      return routed.words === null ? t('routedUnsaid') : t('routed', { words: routed.words });
    },
    undo: async ({ item }) => {
      const made = (await takeBack(item)) as Request | null;
      if (made) await ask(api.DELETE('/api/v1/support-requests/{id}', { params: { path: { id: made.id } } }));
    },
    done: onDone,
    inForm: true,
  });
  return (
    <Form act={log} submit={t('submit')} className="card">
      <TextField
        label={t('what')}
        description={t('whatHint')}
        required={false}
        value={title}
        onChange={setTitle}
      />
      <NativeSelect
        label={t('category')}
        value={category}
        onChange={({ currentTarget }) => setCategory(currentTarget.value)}
        data={[
          { value: '', label: t('noCategory') },
          ...offeredAt(categories, locationId).map(({ name, label }) => ({ value: name, label })),
        ]}
      />
      <TextField
        label={t('where')}
        description={t('whereHint')}
        required={false}
        value={workstation}
        onChange={setWorkstation}
        list={STATIONS}
      />
      <Suspense fallback={null}>
        <StationNames locationId={locationId} id={STATIONS} />
      </Suspense>
      <NativeSelect
        label={t('channel')}
        value={channel}
        onChange={({ currentTarget }) => setChannel(currentTarget.value as typeof channel)}
        data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
      />
      <Input.Wrapper label={t('wait')} description={t('waitHint')} labelElement="div" id="wait" size="md">
        <SegmentedControl
          fullWidth
          mt={4}
          aria-labelledby="wait-label"
          className="tap-row"
          value={wait}
          onChange={setWait}
          data={WAITS.map((minutes) => ({
            value: String(minutes ?? UNKNOWN),
            label: minutes === null ? t('waits.unknown') : minutes === 0 ? t('waits.none') : String(minutes),
          }))}
        />
      </Input.Wrapper>
      <Checkbox
        size="md"
        label={t('done')}
        checked={isDone}
        onChange={({ currentTarget }) => setDone(currentTarget.checked)}
      />
      {!isDone && (
        <>
          <TextField
            label={t('who')}
            description={t('whoHint', { days: requesterDays })}
            required={false}
            value={requester}
            onChange={setRequester}
          />
          <Suspense>
            <PriorityField value={priority} onChange={setPriority} />
          </Suspense>
        </>
      )}
    </Form>
  );
}

/** Why a rule sent a new request to Campus IT; null when none did. The request is logged, also when its thread cannot be read now. */
async function routingOf(request: Request | null): Promise<{ words: string | null } | null> {
  if (request?.tier !== 'campus-it') return null;
  const path = { id: request.id };
  const thread = await ask(api.GET('/api/v1/support-requests/{id}/thread', { params: { path } })).catch(
    () => null,
  );
  return { words: thread?.items.find(({ kind }) => kind === 'routed')?.text ?? null };
}
