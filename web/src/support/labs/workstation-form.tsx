import { Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../ui/dialog.js';
import { DateField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { addWorkstation, fieldsOf, removeWorkstation } from './queries.js';
import { changeWorkstation, type Workstation } from './station-queries.js';

const DATES = [
  ['inServiceFrom', 'upgradedOn'],
  ['joinedNetworkOn', 'outOfServiceFrom'],
] as const;

/** A form for a new workstation or an existing one. */
export function WorkstationForm({
  locationId,
  onClose,
  ...props
}: {
  locationId: string;
  station: Workstation | null;
  onClose: () => void;
}) {
  const t = useTranslations('labs');
  const station = useOpened(props.station);
  const [fields, setFields] = useState({
    name: station?.name ?? '',
    area: station?.area ?? '',
    inServiceFrom: station?.inServiceFrom ?? '',
    upgradedOn: station?.upgradedOn ?? '',
    joinedNetworkOn: station?.joinedNetworkOn ?? '',
    outOfServiceFrom: station?.outOfServiceFrom ?? '',
    outOfServiceUntil: station?.outOfServiceUntil ?? '',
    note: station?.note ?? '',
  });
  const set = (field: keyof typeof fields) => (value: string) =>
    setFields((before) => ({ ...before, [field]: value }));
  const save = useAct({
    run: () => {
      const { name, ...rest } = fields;
      const told = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, value || null]));
      return station
        ? changeWorkstation(station, { name, ...told })
        : addWorkstation({ locationId, name, ...told });
    },
    said: ({ name }) => t(station ? 'saved' : 'added', { name }),
    undo: (saved) => (station ? changeWorkstation(saved, fieldsOf(station)) : removeWorkstation(saved)),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={station ? t('changeOf', { name: station.name }) : t('add')} onClose={onClose}>
      <Form act={save} submit={t(station ? 'save' : 'add')}>
        <TextField label={t('name')} value={fields.name} onChange={set('name')} />
        <TextField label={t('area')} required={false} value={fields.area} onChange={set('area')} />
        {DATES.map((row) => (
          <Group key={row[0]} grow align="flex-start">
            {row.map((field) => (
              <DateField
                key={field}
                label={t(field)}
                required={false}
                value={fields[field]}
                onChange={set(field)}
              />
            ))}
          </Group>
        ))}
        <DateField
          label={t('outOfServiceUntil')}
          description={t('outHint')}
          required={false}
          value={fields.outOfServiceUntil}
          onChange={set('outOfServiceUntil')}
        />
        <TextField label={t('note')} required={false} value={fields.note} onChange={set('note')} />
      </Form>
    </Dialog>
  );
}
