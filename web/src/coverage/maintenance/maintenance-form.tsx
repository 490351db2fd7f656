import { Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { currentTime } from '../../time/clock.js';
import { addDays, dateOf, instantOf, inZone, timeOf } from '../../time/local-time.js';
import { Dialog } from '../../ui/dialog.js';
import { DateField, TextField, TimeField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { announceMaintenance, changeMaintenance, removeMaintenance } from './acts.js';
import type { Maintenance } from './queries.js';

/** A form that announces maintenance, or changes it. Unchanged times keep their exact instants. */
export function MaintenanceForm({
  location,
  onClose,
  ...props
}: {
  location: Schemas['LocationDto'];
  window: Maintenance | null;
  onClose: () => void;
}) {
  const t = useTranslations('labs');
  const window = useOpened(props.window);
  const zone = location.timeZone;
  const tomorrow = addDays(dateOf(inZone(currentTime(), zone)), 1);
  const [startsOn, setStartsOn] = useState(window ? dateOf(window.startsAt) : tomorrow);
  const [startsAt, setStartsAt] = useState(window ? timeOf(window.startsAt) : '22:00');
  const [endsOn, setEndsOn] = useState(window ? dateOf(window.endsAt) : tomorrow);
  const [endsAt, setEndsAt] = useState(window ? timeOf(window.endsAt) : '23:00');
  const [reason, setReason] = useState(window?.reason ?? '');
  const [closesCoverage, setCloses] = useState(window?.closesCoverage ?? false);
  const instant = (date: string, time: string, before: string | undefined, pick: 'first' | 'last'): string =>
    before && dateOf(before) === date && timeOf(before) === time ? before : instantOf(date, time, zone, pick);
  const save = useAct({
    run: () => {
      const body = {
        startsAt: instant(startsOn, startsAt, window?.startsAt, 'first'),
        endsAt: instant(endsOn, endsAt, window?.endsAt, 'last'),
        reason,
        closesCoverage,
      };
      return window
        ? changeMaintenance(window, body)
        : announceMaintenance({ ...body, locationId: location.id });
    },
    said: () => t(window ? 'windowSaved' : 'announced'),
    undo: (saved) =>
      window ? changeMaintenance(saved, formerOf(window)) : removeMaintenance(saved, t('byMistake')),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t(window ? 'maintenance' : 'announce')} onClose={onClose}>
      <Form act={save} submit={t(window ? 'save' : 'announce')}>
        <TextField label={t('reason')} description={t('reasonHint')} value={reason} onChange={setReason} />
        <Group grow align="flex-start">
          <DateField label={t('startsOn')} value={startsOn} onChange={setStartsOn} />
          <TimeField label={t('startsAt')} value={startsAt} onChange={setStartsAt} />
        </Group>
        <Group grow align="flex-start">
          <DateField label={t('endsOn')} value={endsOn} onChange={setEndsOn} />
          <TimeField label={t('endsAt')} value={endsAt} onChange={setEndsAt} />
        </Group>
        <Checkbox
          size="md"
          label={t('closesCoverage')}
          description={t('closesHint')}
          checked={closesCoverage}
          onChange={({ currentTarget }) => setCloses(currentTarget.checked)}
        />
      </Form>
    </Dialog>
  );
}

const formerOf = ({
  startsAt,
  endsAt,
  reason,
  closesCoverage,
}: Maintenance): Schemas['UpdateMaintenanceWindowDto'] => ({ startsAt, endsAt, reason, closesCoverage });
