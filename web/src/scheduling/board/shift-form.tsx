import { endDateOf } from '../../../../src/domain/recurrence.js';
import { Checkbox, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { positionsQuery } from '../../api/queries.js';
import { dateOf, hoursBetween, instantOf, timeOf, type LocalDate } from '../../time/local-time.js';
import { hoursText } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { DateField, NumberField, PositionField, TimeField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import type { Shift } from '../queries.js';
import type { Missing } from './filling.js';

/** The start of a new shift: an evening, or the gap to fill. */
export type ShiftDraft = { date: LocalDate; gap?: undefined } | { gap: Missing };

export interface ShiftTimes {
  date: LocalDate;
  from: string;
  to: string;
}

/**
 * Wall-clock fields as instants: an end at or before the start is on the next day, and an end that happens
 * twice means the last instant.
 */
export function spanOfFields(
  { date, from, to }: ShiftTimes,
  zone: string,
): { startsAt: string; endsAt: string } {
  return {
    startsAt: instantOf(date, from, zone),
    endsAt: instantOf(endDateOf(date, { startsAt: from, endsAt: to }), to, zone, 'last'),
  };
}

export const fieldsOf = ({ startsAt, endsAt }: Pick<Shift, 'startsAt' | 'endsAt'>): ShiftTimes => ({
  date: dateOf(startsAt),
  from: timeOf(startsAt),
  to: timeOf(endsAt),
});

export function ShiftTimesFields({
  value,
  zone,
  onChange,
}: {
  value: ShiftTimes;
  zone: string;
  onChange: (value: ShiftTimes) => void;
}) {
  const t = useTranslations('shiftForm');
  const isWhole = value.date !== '' && value.from !== '' && value.to !== '';
  const span = isWhole ? spanOfFields(value, zone) : null;
  return (
    <>
      <DateField label={t('date')} value={value.date} onChange={(date) => onChange({ ...value, date })} />
      <Group grow align="flex-start">
        <TimeField label={t('from')} value={value.from} onChange={(from) => onChange({ ...value, from })} />
        <TimeField label={t('to')} value={value.to} onChange={(to) => onChange({ ...value, to })} />
      </Group>
      <Text size="sm" c="dimmed">
        {span &&
          t(value.to <= value.from ? 'lengthNextDay' : 'length', {
            hours: hoursText(hoursBetween(span.startsAt, span.endsAt)),
          })}
      </Text>
    </>
  );
}

/** Unchanged hours of a gap keep their exact instants, also in a repeated hour. */
const spanAsked = (
  { gap }: ShiftDraft,
  times: ShiftTimes,
  zone: string,
): { startsAt: string; endsAt: string } =>
  gap && JSON.stringify(times) === JSON.stringify(fieldsOf(gap))
    ? { startsAt: gap.startsAt, endsAt: gap.endsAt }
    : spanOfFields(times, zone);

/** A form for a new shift: hours, seats, and whether to publish it at once. */
export function ShiftForm({
  draft,
  location,
  onClose,
}: {
  draft: ShiftDraft;
  location: Schemas['LocationDto'];
  onClose: () => void;
}) {
  const t = useTranslations('shiftForm');
  const { data: positions = [] } = useQuery(positionsQuery);
  const [times, setTimes] = useState<ShiftTimes>(
    draft.gap ? fieldsOf(draft.gap) : { date: draft.date, from: '18:00', to: '22:00' },
  );
  const [seats, setSeats] = useState(String(draft.gap?.missing ?? 1));
  const [positionId, setPositionId] = useState(draft.gap?.positionId ?? '');
  const [isPublished, setPublished] = useState(true);
  const chosen = positionId || positions.find(({ isDefault }) => isDefault)?.id;
  const create = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/shifts', {
          ...once(),
          body: {
            locationId: location.id,
            ...(chosen && { positionId: chosen }),
            ...spanAsked(draft, times, location.timeZone),
            seats: Number(seats),
            status: isPublished ? 'published' : 'draft',
          },
        }),
      ),
    said: () => t('created'),
    undo: ({ id }) =>
      ask(
        api.POST('/api/v1/shifts/{id}/cancel', {
          params: { path: { id } },
          body: { reason: t('undoReason') },
        }),
      ),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Form act={create} submit={t('create')}>
        <ShiftTimesFields value={times} zone={location.timeZone} onChange={setTimes} />
        <NumberField label={t('seats')} min={1} max={200} value={seats} onChange={setSeats} />
        <PositionField value={chosen ?? ''} onChange={setPositionId} />
        <Checkbox
          size="md"
          label={t('publish')}
          checked={isPublished}
          onChange={({ currentTarget }) => setPublished(currentTarget.checked)}
        />
      </Form>
    </Dialog>
  );
}
