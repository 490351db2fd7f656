import { Group, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useSettings } from '../api/lookups.js';
import type { ChosenWeek } from '../ui/week.js';
import { startOfWeek } from '../time/local-time.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, NumberField, TextField, TimeField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useNotices } from '../ui/notices.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { AffectedShifts, type Fate } from './affected-shifts.js';
import { DemandPreview } from './demand-preview.js';

type Stored = Schemas['CoverageExceptionDto'];

/**
 * A date or range of dates that is closed or has other hours. Before it is stored, it shows the affected
 * shifts and asks what to do with them.
 */
export function ExceptionForm({
  location,
  week,
  onClose,
  ...props
}: {
  location: Schemas['LocationDto'];
  exception: Stored | null;
  week: ChosenWeek;
  onClose: () => void;
}) {
  const t = useTranslations('coverageHours');
  const exception = useOpened(props.exception);
  const { weekStartsOn } = useSettings();
  const notices = useNotices();
  const [first] = exception?.hours ?? [];
  // Different hours for several positions were not created with this form, so they do not change.
  const keepsHours = (exception?.hours.length ?? 0) > 1;
  const [form, setForm] = useState({
    date: exception?.date ?? week.today,
    untilDate: exception && exception.untilDate !== exception.date ? exception.untilDate : '',
    kind: exception?.kind ?? 'closed',
    startsAt: first?.startsAt ?? '18:00',
    endsAt: first?.endsAt ?? '22:00',
    required: String(first?.required ?? 1),
    reason: exception?.reason ?? '',
  });
  const [fate, setFate] = useState<Fate | null>(null);
  /** Other dates or hours affect other shifts, so the question is asked again. */
  const change = (changed: Partial<typeof form>): void => {
    setForm({ ...form, ...changed });
    setFate(null);
  };
  const { date, kind } = form;
  const untilDate = form.untilDate === '' ? date : form.untilDate;
  const isWhole = date !== '' && untilDate >= date;
  const hours =
    kind === 'closed'
      ? []
      : keepsHours
        ? exception!.hours
        : [
            {
              startsAt: form.startsAt,
              endsAt: form.endsAt,
              required: Number(form.required),
              ...(first && { positionId: first.positionId }),
            },
          ];
  const dates = { date, untilDate, kind, hours };
  const draft = { ...dates, ...(exception && { exceptionId: exception.id }) };
  const asked = { locationId: location.id, ...draft };
  const preview = useQuery({
    queryKey: ['shifts', 'closing', asked],
    queryFn: () => ask(api.POST('/api/v1/coverage-exceptions/preview', { ...once(), body: asked })),
    enabled: isWhole,
  });
  const save = useAct({
    run: () => {
      const { shifts = [], worked = [] } = preview.data?.affected ?? {};
      const cancelShiftIds = fate === 'cancel' ? shifts.filter((id) => !worked.includes(id)) : [];
      const body = { ...dates, reason: form.reason, cancelShiftIds };
      return exception
        ? ask(
            api.PATCH('/api/v1/coverage-exceptions/{id}', {
              params: { path: { id: exception.id }, header: ifMatch(exception.version) },
              body,
            }),
          )
        : ask(
            api.POST('/api/v1/coverage-exceptions', {
              ...once(),
              body: { locationId: location.id, ...body },
            }),
          );
    },
    said: ({ affected: { shifts, cancelled } }) =>
      t('exceptionSaved', { cancelled: cancelled.length, kept: shifts.length - cancelled.length }),
    undo: async ({ id, version, affected: { cancelled } }) => {
      const params = { path: { id }, header: ifMatch(version) };
      if (exception) {
        const { id: _id, version: _version, locationId: _location, ...before } = exception;
        await ask(api.PATCH('/api/v1/coverage-exceptions/{id}', { params, body: before }));
      } else await ask(api.DELETE('/api/v1/coverage-exceptions/{id}', { params }));
      let left = 0;
      for (const shiftId of cancelled) {
        const params = { path: { id: shiftId } };
        const { notRestored } = await ask(api.POST('/api/v1/shifts/{id}/restore', { params }));
        left += notRestored.length;
      }
      if (left > 0) notices.say(t('notRestored', { count: left }));
    },
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('exceptionTitle')} onClose={onClose} size="lg">
      <Form
        act={save}
        submit={t(kind === 'closed' ? 'saveClosed' : 'save')}
        // Not while it is only read again: a press must not be lost.
        isReady={!isWhole || (preview.isSuccess && (!preview.isStale || preview.isFetchedAfterMount))}
      >
        <Group grow align="flex-start">
          <DateField label={t('date')} value={date} onChange={(date) => change({ date })} />
          <DateField
            label={t('untilDate')}
            required={false}
            value={form.untilDate}
            {...(form.untilDate !== '' && form.untilDate < date && { error: t('untilBefore') })}
            onChange={(untilDate) => change({ untilDate })}
          />
        </Group>
        <NativeSelect
          label={t('kind')}
          value={kind}
          onChange={({ currentTarget }) => change({ kind: currentTarget.value as typeof form.kind })}
          data={[
            { value: 'closed', label: t('closed') },
            { value: 'special', label: t('special') },
          ]}
        />
        {kind === 'special' && !keepsHours && (
          <>
            <Group grow align="flex-start">
              <TimeField
                label={t('from')}
                value={form.startsAt}
                onChange={(startsAt) => change({ startsAt })}
              />
              <TimeField label={t('to')} value={form.endsAt} onChange={(endsAt) => change({ endsAt })} />
            </Group>
            <NumberField
              label={t('people')}
              min={0}
              max={200}
              value={form.required}
              onChange={(required) => change({ required })}
            />
          </>
        )}
        <TextField
          label={t('reason')}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        {isWhole && <AffectedShifts query={preview} fate={fate} onFate={setFate} />}
        {date !== '' && (
          <DemandPreview
            location={location}
            startsOn={startOfWeek(date, weekStartsOn)}
            drafts={{ draftException: draft }}
            isWhole={isWhole}
            reason={form.reason}
          />
        )}
      </Form>
    </Dialog>
  );
}
