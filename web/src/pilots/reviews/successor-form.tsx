import { Checkbox, Fieldset } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { DateRangeField, EMPTY_RANGE, rangeOf } from '../date-range.js';

/** Starts a pilot over. Without dates, the server chooses: the old length, from where the old one ended. */
export function SuccessorForm({
  pilot,
  onClose,
  onCreated,
}: {
  pilot: Schemas['PilotDto'];
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const t = useTranslations('pilotLife');
  const [name, setName] = useState('');
  const [hasDates, setHasDates] = useState(false);
  const [days, setDays] = useState(EMPTY_RANGE);
  const succeed = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/pilots/{id}/successor', {
          params: { path: { id: pilot.id } },
          ...once(),
          body: { ...(name && { name }), ...(hasDates && { pilot: rangeOf(days) }) },
        }),
      ),
    said: (created) => t('succeeded', { name: created.name }),
    undo: ({ id, version }) =>
      ask(api.DELETE('/api/v1/pilots/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    inForm: true,
    done: ({ id }) => {
      onCreated(id);
      onClose();
    },
  });
  return (
    <Dialog title={t('startOverTitle', { name: pilot.name })} onClose={onClose}>
      <Form act={succeed} submit={t('startOver')}>
        <TextField
          label={t('name')}
          description={t('startOverHint')}
          required={false}
          value={name}
          onChange={setName}
        />
        <Checkbox
          size="md"
          label={t('ownDates')}
          checked={hasDates}
          onChange={({ currentTarget }) => setHasDates(currentTarget.checked)}
        />
        {hasDates && (
          <Fieldset legend={t('dates')}>
            <DateRangeField value={days} onChange={setDays} />
          </Fieldset>
        )}
      </Form>
    </Dialog>
  );
}
