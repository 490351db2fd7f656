import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { useOperatorId } from '../api/me.js';
import { currentTime } from '../time/clock.js';
import { addDays, dateOf, inZone, instantOf } from '../time/local-time.js';
import { useTimes } from '../time/time-format.js';
import { DateField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { OwnTimeOff } from './time-off.js';
import { ClassTimetable, timetableOf } from './class-timetable.js';
import { timeOffQuery, unavailabilityOf } from './queries.js';
import { WeekPaint } from './week-paint.js';

type Entry = Schemas['UnavailabilityDto'];

/** When an operator can work: the weekly wishes, single absences, and the class timetable. */
export function Availability() {
  const t = useTranslations('availability');
  const operatorId = useOperatorId();
  const { timeZone: zone } = useSettings();
  const entries = useQuery(unavailabilityOf(operatorId));
  usePrefetchQuery(timetableOf(operatorId));
  usePrefetchQuery(timeOffQuery());
  return (
    <Page title={t('title')} note={t('hint')}>
      <Loaded query={entries}>
        {(all) => (
          <Stack gap="xl">
            <section aria-labelledby="week">
              <Title order={2} size="h4" id="week">
                {t('week')}
              </Title>
              <Text size="sm" c="dimmed" mb="xs">
                {t('weekHint')}
              </Text>
              <WeekPaint entries={all} operatorId={operatorId} zone={zone} />
            </section>
            <section aria-labelledby="absences">
              <Title order={2} size="h4" id="absences">
                {t('absences')}
              </Title>
              <Text size="sm" c="dimmed" mb="xs">
                {t('absencesHint')}
              </Text>
              <Absences
                entries={all.filter(({ kind }) => kind === 'once')}
                operatorId={operatorId}
                zone={zone}
              />
            </section>
            <section aria-labelledby="time-off">
              <Title order={2} size="h4" id="time-off" mb="xs">
                {t('timeOff')}
              </Title>
              <OwnTimeOff operatorId={operatorId} zone={zone} />
            </section>
            <section aria-labelledby="timetable">
              <Title order={2} size="h4" id="timetable" mb="xs">
                {t('timetable')}
              </Title>
              <ClassTimetable operatorId={operatorId} zone={zone} />
            </section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Absences({
  entries,
  operatorId,
  zone,
}: {
  entries: readonly Entry[];
  operatorId: string;
  zone: string;
}) {
  const t = useTranslations('availability');
  const { span } = useTimes();
  const today = dateOf(inZone(currentTime(), zone));
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [reason, setReason] = useState('');
  const params = { path: { id: operatorId } };
  const post = (body: Schemas['CreateUnavailabilityDto']) =>
    ask(api.POST('/api/v1/operators/{id}/unavailability', { ...once(), params, body }));
  const removeEntry = (entryId: string) =>
    ask(
      api.DELETE('/api/v1/operators/{id}/unavailability/{entryId}', {
        params: { path: { id: operatorId, entryId } },
      }),
    );
  const add = useAct({
    run: () =>
      post({
        kind: 'once',
        startsAt: instantOf(from, '00:00', zone),
        endsAt: instantOf(addDays(to, 1), '00:00', zone),
        ...(reason !== '' && { reason }),
      }),
    said: () => t('absenceAdded'),
    undo: ({ id }) => removeEntry(id),
    inForm: true,
    done: () => setReason(''),
  });
  const remove = useAct({
    run: (entry: Entry) => removeEntry(entry.id),
    said: () => t('absenceRemoved'),
    undo: (_result, { startsAt, endsAt, reason: why }) =>
      post({ kind: 'once', startsAt, endsAt, ...(why !== null && { reason: why }) }),
  });
  return (
    <Stack gap="sm">
      {entries.length === 0 ? (
        <Text c="dimmed">{t('noAbsences')}</Text>
      ) : (
        <ul className="plain-list">
          {entries.map((entry) => (
            <li key={entry.id} className="card">
              <Group justify="space-between">
                <div>
                  <Text fw={600}>{span(entry.startsAt, entry.endsAt, zone)}</Text>
                  {entry.reason && <Text size="sm">{entry.reason}</Text>}
                </div>
                <Button size="sm" variant="default" onClick={() => remove.mutate(entry)}>
                  {t('remove')}
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      )}
      <Form act={add} submit={t('addAbsence')} isMain={false} className="card">
        <Group grow align="flex-start">
          <DateField label={t('from')} value={from} onChange={setFrom} />
          <DateField label={t('to')} value={to} onChange={setTo} />
        </Group>
        <TextField label={t('reason')} required={false} value={reason} onChange={setReason} />
      </Form>
    </Stack>
  );
}
