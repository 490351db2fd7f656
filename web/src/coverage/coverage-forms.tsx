import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { usePositions } from '../api/lookups.js';
import type { ChosenWeek } from '../scheduling/week.js';
import { addDays, daysBetween } from '../time/local-time.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, NumberField, PositionField, TimeField, WeekdaysField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { demandOf, type DayDemand } from './demand.js';
import { DemandWeek } from './demand-week.js';

type Rule = Schemas['CoverageHoursDto'];

/** What is there already, for the preview beside a form. */
export interface Planned {
  rules: readonly Rule[];
  exceptions: readonly Schemas['CoverageExceptionDto'][];
}

export const datesFrom = (date: string): string[] =>
  Array.from({ length: 7 }, (_, day) => addDays(date, day));

/** The chosen week, or the one in which something first takes effect. */
const weekOf = (week: ChosenWeek, from: string): string[] =>
  datesFrom(
    from < week.endsOn
      ? week.startsOn
      : addDays(week.startsOn, 7 * Math.floor(daysBetween(week.startsOn, from) / 7)),
  );

export function Preview({ days }: { days: readonly DayDemand[] }) {
  const t = useTranslations('coverageHours');
  return (
    <div aria-live="polite">
      <Text fw={600} size="sm" mb={4}>
        {t('preview')}
      </Text>
      <DemandWeek days={days} label={t('preview')} />
    </div>
  );
}

export function RuleForm({
  locationId,
  rule,
  week,
  planned,
  onClose,
}: {
  locationId: string;
  rule: Rule | null;
  week: ChosenWeek;
  planned: Planned;
  onClose: () => void;
}) {
  const t = useTranslations('coverageHours');
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
  const save = useAct({
    run: () => {
      const { effectiveTo, required, ...rest } = form;
      const body = {
        ...rest,
        required: Number(required),
        effectiveTo: effectiveTo === '' ? null : effectiveTo,
        ...(positionId && { positionId }),
      };
      return rule
        ? ask(api.PATCH('/api/v1/coverage-hours/{id}', { params: { path: { id: rule.id } }, body }))
        : ask(api.POST('/api/v1/coverage-hours', { ...once(), body: { ...body, locationId } }));
    },
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
  const draft = {
    ...form,
    required: Number(form.required),
    effectiveTo: form.effectiveTo === '' ? null : form.effectiveTo,
  };
  const others = planned.rules.filter((one) => one.id !== rule?.id);
  const dates = weekOf(week, draft.effectiveFrom);
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
        <Preview days={demandOf(dates, [...others, draft], planned.exceptions, draft)} />
      </Form>
    </Dialog>
  );
}
