import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { usePositions } from '../api/lookups.js';
import type { LocalDate } from '../time/local-time.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, NumberField, PositionField, TimeField, WeekdaysField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { useTemplateText } from './template-text.js';

type Template = Schemas['ShiftTemplateDto'];

const putBack = (
  { id, version: _version, locationId: _location, ...body }: Template,
  version: number,
): Promise<unknown> =>
  ask(
    api.PATCH('/api/v1/shift-templates/{id}', { params: { path: { id }, header: ifMatch(version) }, body }),
  );

/** A form for a new or existing weekly shift. */
export function TemplateForm({
  locationId,
  today,
  onClose,
  ...props
}: {
  locationId: string;
  template: Template | null;
  today: LocalDate;
  onClose: () => void;
}) {
  const t = useTranslations('templates');
  const template = useOpened(props.template);
  const { positions } = usePositions();
  const textOf = useTemplateText();
  const [form, setForm] = useState({
    weekdays: template?.weekdays ?? [1, 2, 3, 4],
    startsAt: template?.startsAt ?? '22:00',
    endsAt: template?.endsAt ?? '02:00',
    seats: String(template?.seats ?? 1),
    effectiveFrom: template?.effectiveFrom ?? today,
    effectiveTo: template?.effectiveTo ?? '',
    positionId: template?.positionId ?? '',
  });
  const save = useAct({
    run: () => {
      const { positionId: chosen, effectiveTo, seats, ...rest } = form;
      const positionId = chosen || positions[0]?.id;
      const body = {
        ...rest,
        seats: Number(seats),
        effectiveTo: effectiveTo === '' ? null : effectiveTo,
        ...(positionId !== undefined && { positionId }),
      };
      return template
        ? ask(
            api.PATCH('/api/v1/shift-templates/{id}', {
              params: { path: { id: template.id }, header: ifMatch(template.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/shift-templates', { ...once(), body: { ...body, locationId } }));
    },
    said: () => t('saved'),
    undo: ({ id, version }) =>
      template
        ? putBack(template, version)
        : ask(
            api.DELETE('/api/v1/shift-templates/{id}', {
              params: { path: { id }, header: ifMatch(version) },
            }),
          ),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={template ? t('formTitle') : t('add')} onClose={onClose}>
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
          label={t('seats')}
          min={1}
          max={200}
          value={form.seats}
          onChange={(seats) => setForm({ ...form, seats })}
        />
        {form.weekdays.length > 0 && form.startsAt !== '' && form.endsAt !== '' && (
          <Text size="sm" c="dimmed" aria-live="polite">
            {t('preview', { what: textOf({ ...form, seats: Number(form.seats) }) })}
          </Text>
        )}
        <PositionField value={form.positionId} onChange={(positionId) => setForm({ ...form, positionId })} />
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
      </Form>
    </Dialog>
  );
}
