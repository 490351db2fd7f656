import { Button, Checkbox, Group, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useSettings } from '../api/lookups.js';
import { locationsQuery } from '../api/queries.js';
import { Dialog } from '../ui/dialog.js';
import { TextField, ZoneField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';

type Location = Schemas['LocationDto'];

/** The locations, each with its zone and its rules. */
export function LocationsSettings() {
  const t = useTranslations('locationsSettings');
  const query = useQuery(locationsQuery);
  const [opened, setOpened] = useState<Location | 'new' | null>(null);
  return (
    <section aria-labelledby="locations">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="locations">
          {t('title')}
        </Title>
        <Button variant="default" onClick={() => setOpened('new')}>
          {t('add')}
        </Button>
      </Group>
      <Loaded query={query}>
        {(locations) =>
          locations.length === 0 ? (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          ) : (
            <ul className="plain-list">
              {locations
                .toSorted((a, b) => a.name.localeCompare(b.name))
                .map((location) => (
                  <li key={location.id} className="card">
                    <Row location={location} onChange={() => setOpened(location)} />
                  </li>
                ))}
            </ul>
          )
        }
      </Loaded>
      {opened && <LocationForm location={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

function Row({ location, onChange }: { location: Location; onChange: () => void }) {
  const t = useTranslations('locationsSettings');
  const { id, version: _version, ...body } = location;
  const { name, timeZone, tradesNeedApproval, checkInNetworks } = body;
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/locations/{id}', { params: { path: { id } } })),
    said: () => t('removed', { name }),
    undo: () => ask(api.POST('/api/v1/locations', { ...once(), body })),
  });
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[
            timeZone.replaceAll('_', ' '),
            tradesNeedApproval ? t('tradesApproved') : t('tradesFree'),
            t('networks', { count: checkInNetworks.length }),
          ].join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        <Button size="sm" variant="default" onClick={onChange} aria-label={t('changeOf', { name })}>
          {t('change')}
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => remove.mutate()}
          loading={remove.isPending}
          aria-label={t('removeOf', { name })}
        >
          {t('remove')}
        </Button>
      </Group>
    </Group>
  );
}

const networksOf = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '');

function LocationForm({ onClose, ...props }: { location: Location | null; onClose: () => void }) {
  const t = useTranslations('locationsSettings');
  const location = useOpened(props.location);
  const { timeZone } = useSettings();
  const [form, setForm] = useState({
    name: location?.name ?? '',
    timeZone: location?.timeZone ?? timeZone,
    tradesNeedApproval: location?.tradesNeedApproval ?? false,
    networks: location?.checkInNetworks.join('\n') ?? '',
  });
  const at = ({ id, version }: Location) => ({ path: { id }, header: ifMatch(version) });
  const patch = (before: Location, body: Schemas['UpdateLocationDto']) =>
    ask(api.PATCH('/api/v1/locations/{id}', { params: at(before), body }));
  const save = useAct({
    run: () => {
      const { networks, ...rest } = form;
      const body = { ...rest, checkInNetworks: networksOf(networks) };
      return location ? patch(location, body) : ask(api.POST('/api/v1/locations', { ...once(), body }));
    },
    said: ({ name }) => (location ? t('saved', { name }) : t('added', { name })),
    undo: (saved) => {
      if (!location) return ask(api.DELETE('/api/v1/locations/{id}', { params: at(saved) }));
      const { id: _id, version: _version, ...before } = location;
      return patch(saved, before);
    },
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={location ? t('changeOf', { name: location.name }) : t('add')} onClose={onClose}>
      <Form act={save} submit={location ? t('save') : t('add')}>
        <TextField label={t('name')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
        <ZoneField
          description={t('zoneHint')}
          value={form.timeZone}
          onChange={(timeZone) => setForm({ ...form, timeZone })}
        />
        <Checkbox
          size="md"
          label={t('tradesNeedApproval')}
          description={t('tradesHint')}
          checked={form.tradesNeedApproval}
          onChange={({ currentTarget }) => setForm({ ...form, tradesNeedApproval: currentTarget.checked })}
        />
        <Textarea
          label={t('checkInNetworks')}
          description={t('networksHint')}
          autosize
          minRows={2}
          value={form.networks}
          onChange={({ currentTarget }) => setForm({ ...form, networks: currentTarget.value })}
        />
      </Form>
    </Dialog>
  );
}
