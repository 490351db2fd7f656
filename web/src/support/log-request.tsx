import { Checkbox, Input, NativeSelect, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
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

/** The wait in minutes that a person states at the desk; null when nobody asked. */
const WAITS = [0, 5, 15, 30, null] as const;
const UNKNOWN = 'unknown';
const STATIONS = 'stations';
const StationNames = lazy(() => import('./labs/station-names.js'));

/**
 * A form for a longer request: what is wrong, where, how long they waited, and whether it is done. Who asks is only for
 * what stays open, so that somebody can come back to them.
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
  const log = useAct({
    run: () => {
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
        ...(isDone && { resolvedAt: now }),
      };
      return send(me.id, '/api/v1/support-requests', body, title || nameOf(category || null));
    },
    said: ({ answer }) => (answer === null ? t('keptForLater') : t('logged')),
    undo: async ({ item }) => {
      const made = (await takeBack(item)) as Schemas['SupportRequestDto'] | null;
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
        <TextField
          label={t('who')}
          description={t('whoHint', { days: requesterDays })}
          required={false}
          value={requester}
          onChange={setRequester}
        />
      )}
    </Form>
  );
}
