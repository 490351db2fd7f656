import { Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { usePositions } from '../api/lookups.js';
import type { ChosenWeek } from '../ui/week.js';
import { addDays, daysBetween } from '../time/local-time.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, NumberField, PositionField, TimeField, WeekdaysField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { DemandPreview } from './demand-preview.js';

type Rule = Schemas['CoverageHoursDto'];

/** The first date of the chosen week, or of the week in which the change first takes effect. */
const firstSeen = (week: ChosenWeek, from: string): string =>
  from < week.endsOn
    ? week.startsOn
    : addDays(week.startsOn, 7 * Math.floor(daysBetween(week.startsOn, from) / 7));

export function RuleForm({
  location,
  week,
  onClose,
  ...props
}: {
  location: Schemas['LocationDto'];
  rule: Rule | null;
  week: ChosenWeek;
  onClose: () => void;
}) {
  const t = useTranslations('coverageHours');
  const rule = useOpened(props.rule);
  const { positions } = usePositions();
  const [form, setForm] = useState({
    weekdays: rule?.weekdays ?? [1, 2, 3, 4, 5],
    startsAt: rule?.startsAt ?? '18:00',
    endsAt: rule?.endsAt ?? '00:00',
    required: String(rule?.required ?? 1),
    effectiveFrom: rule?.effectiveFrom ?? week.today,
    effectiveTo: rule?.effectiveTo ?? '',
    positionId: rule?.positionId ?? '',
  });
  const positionId = form.positionId || positions.find(({ isDefault }) => isDefault)?.id;
  const body = {
    ...form,
    required: Number(form.required),
    effectiveTo: form.effectiveTo === '' ? null : form.effectiveTo,
    positionId,
  };
  const save = useAct({
    run: () =>
      rule
        ? ask(
            api.PATCH('/api/v1/coverage-hours/{id}', {
              params: { path: { id: rule.id }, header: ifMatch(rule.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/coverage-hours', { ...once(), body: { ...body, locationId: location.id } })),
    said: () => t('saved'),
    undo: ({ id, version }) => {
      const params = { path: { id }, header: ifMatch(version) };
      if (!rule) return ask(api.DELETE('/api/v1/coverage-hours/{id}', { params }));
      const { id: _id, version: _version, locationId: _location, ...before } = rule;
      return ask(api.PATCH('/api/v1/coverage-hours/{id}', { params, body: before }));
    },
    inForm: true,
    done: onClose,
  });
  const isWhole =
    body.weekdays.length > 0 &&
    [form.startsAt, form.endsAt, form.required, form.effectiveFrom].every((value) => value !== '') &&
    (body.effectiveTo === null || body.effectiveTo >= body.effectiveFrom);
  return (
    <Dialog title={t('formTitle')} onClose={onClose} size="lg">
      <Form act={save} submit={t('save')}>
        <WeekdaysField value={form.weekdays} onChange={(weekdays) => setForm({ ...form, weekdays })} />
        <Group grow align="flex-start">
          <TimeField
            label={t('from')}
            value={form.startsAt}
            onChange={(startsAt) => setForm({ ...form, startsAt })}
          />
          <TimeField
            label={t('to')}
            value={form.endsAt}
            onChange={(endsAt) => setForm({ ...form, endsAt })}
          />
        </Group>
        <NumberField
          label={t('people')}
          description={t('peopleHint')}
          min={0}
          max={200}
          value={form.required}
          onChange={(required) => setForm({ ...form, required })}
        />
        <PositionField value={positionId ?? ''} onChange={(positionId) => setForm({ ...form, positionId })} />
        <DateField
          label={t('firstDate')}
          value={form.effectiveFrom}
          onChange={(effectiveFrom) => setForm({ ...form, effectiveFrom })}
        />
        <DateField
          label={t('lastDate')}
          required={false}
          value={form.effectiveTo}
          onChange={(effectiveTo) => setForm({ ...form, effectiveTo })}
        />
        <DemandPreview
          location={location}
          startsOn={firstSeen(week, form.effectiveFrom)}
          drafts={{ draftRule: { ...body, ...(rule && { coverageHoursId: rule.id }) } }}
          isWhole={isWhole}
        />
      </Form>
    </Dialog>
  );
}
