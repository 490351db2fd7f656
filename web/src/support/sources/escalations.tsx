import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { useLocations } from '../../api/lookups.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import type { Source } from './queries.js';

type Chosen = Schemas['SourceEscalationsDto'];

/** Whether the settings of a source say where tickets are opened. */
export const opensTickets = ({ settings }: Source): boolean => 'openIn' in settings || 'open' in settings;

const save = (id: string, version: number, locationIds: readonly string[]): Promise<Chosen> =>
  ask(
    api.PATCH('/api/v1/support-sources/{id}/escalations', {
      params: { path: { id }, header: ifMatch(version) },
      body: { locationIds: [...locationIds] },
    }),
  );

/** Of which locations the escalated requests open tickets in a source, and the choice of them. */
export function Escalations({ source }: { source: Source }) {
  const t = useTranslations('sources.escalations');
  const { nameOf } = useLocations();
  const [isOpen, { open, close }] = useDisclosure(false);
  const { data } = useQuery({
    // With the version: what is chosen is a part of the source.
    queryKey: ['support-source', 'escalations', source.id, source.version],
    queryFn: () =>
      ask(api.GET('/api/v1/support-sources/{id}/escalations', { params: { path: { id: source.id } } })),
  });
  if (!data) return null;
  const names = data.locationIds.map(nameOf);
  return (
    <div>
      <Text size="sm" span>
        {names.length === 0 ? t('none') : t('at', { names: names.join(', ') })}
      </Text>{' '}
      {data.mayChange && data.canOpen && (
        <Button variant="subtle" size="compact-sm" onClick={open}>
          {t('choose')}
        </Button>
      )}
      {isOpen && <ChooseLocations source={source} chosen={data} onClose={close} />}
    </div>
  );
}

function ChooseLocations({
  source,
  chosen,
  onClose,
}: {
  source: Source;
  chosen: Chosen;
  onClose: () => void;
}) {
  const t = useTranslations('sources.escalations');
  const { locations } = useLocations();
  const { locationIds, version } = useOpened(chosen);
  const [ids, setIds] = useState<string[]>(locationIds);
  const act = useAct({
    run: () => save(source.id, version, ids),
    said: () => t('saved'),
    undo: (changed) => save(source.id, changed.version, locationIds),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('title', { name: source.name })} onClose={onClose}>
      <Form act={act} submit={t('save')}>
        <Checkbox.Group label={t('locations')} description={t('hint')} value={ids} onChange={setIds}>
          <Stack gap="xs" mt="xs">
            {locations.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Form>
    </Dialog>
  );
}
