import { Badge, Button, Checkbox, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { positionsQuery } from '../api/queries.js';
import { Dialog } from '../ui/dialog.js';
import { NumberField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';

type Position = Schemas['PositionDto'];

/** The positions, each with its cost and how operators qualify for it. */
export function PositionsSettings() {
  const t = useTranslations('positionsSettings');
  const query = useQuery(positionsQuery);
  const [opened, setOpened] = useState<Position | 'new' | null>(null);
  return (
    <section aria-labelledby="positions">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="positions">
          {t('title')}
        </Title>
        <Button variant="default" onClick={() => setOpened('new')}>
          {t('add')}
        </Button>
      </Group>
      <Loaded query={query}>
        {(positions) => (
          <ul className="plain-list">
            {positions.map((position) => (
              <li key={position.id} className="card">
                <Row position={position} onChange={() => setOpened(position)} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {opened && <PositionForm position={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

const bodyOf = ({ name, hourlyCost, shadowShifts, expiresWithTerm }: Position) => ({
  name,
  hourlyCost: hourlyCost ?? null,
  shadowShifts,
  expiresWithTerm,
});

function Row({ position, onChange }: { position: Position; onChange: () => void }) {
  const t = useTranslations('positionsSettings');
  const { id, name, hourlyCost, isDefault, shadowShifts, expiresWithTerm } = position;
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/positions/{id}', { params: { path: { id } } })),
    said: () => t('removed', { name }),
    undo: () => ask(api.POST('/api/v1/positions', { ...once(), body: bodyOf(position) })),
  });
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {isDefault && <Badge variant="outline">{t('isDefault')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {[
            typeof hourlyCost === 'number' && t('cost', { cost: hourlyCost }),
            shadowShifts > 0 ? t('training', { count: shadowShifts }) : t('byHand'),
            expiresWithTerm && t('expires'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        <Button size="sm" variant="default" onClick={onChange} aria-label={t('changeOf', { name })}>
          {t('change')}
        </Button>
        {!isDefault && (
          <Button
            size="sm"
            variant="default"
            onClick={() => remove.mutate()}
            loading={remove.isPending}
            aria-label={t('removeOf', { name })}
          >
            {t('remove')}
          </Button>
        )}
      </Group>
    </Group>
  );
}

function PositionForm({ onClose, ...props }: { position: Position | null; onClose: () => void }) {
  const t = useTranslations('positionsSettings');
  const position = useOpened(props.position);
  const [form, setForm] = useState({
    name: position?.name ?? '',
    cost: typeof position?.hourlyCost === 'number' ? String(position.hourlyCost) : '',
    shadowShifts: String(position?.shadowShifts ?? 0),
    expiresWithTerm: position?.expiresWithTerm ?? false,
  });
  const at = ({ id, version }: Position) => ({ path: { id }, header: ifMatch(version) });
  const patch = (before: Position, body: Schemas['UpdatePositionDto']) =>
    ask(api.PATCH('/api/v1/positions/{id}', { params: at(before), body }));
  const save = useAct({
    run: () => {
      const { cost, shadowShifts, ...rest } = form;
      const body = {
        ...rest,
        hourlyCost: cost === '' ? null : Number(cost),
        shadowShifts: Number(shadowShifts),
      };
      return position ? patch(position, body) : ask(api.POST('/api/v1/positions', { ...once(), body }));
    },
    said: ({ name }) => (position ? t('saved', { name }) : t('added', { name })),
    undo: (saved) =>
      position
        ? patch(saved, bodyOf(position))
        : ask(api.DELETE('/api/v1/positions/{id}', { params: at(saved) })),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={position ? t('changeOf', { name: position.name }) : t('add')} onClose={onClose}>
      <Form act={save} submit={position ? t('save') : t('add')}>
        <TextField label={t('name')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
        <NumberField
          label={t('hourlyCost')}
          description={t('costHint')}
          required={false}
          min={0}
          max={100_000}
          step="0.01"
          value={form.cost}
          onChange={(cost) => setForm({ ...form, cost })}
        />
        <NumberField
          label={t('shadowShifts')}
          description={t('shadowHint')}
          min={0}
          max={50}
          value={form.shadowShifts}
          onChange={(shadowShifts) => setForm({ ...form, shadowShifts })}
        />
        <Checkbox
          size="md"
          label={t('expiresWithTerm')}
          description={t('expiresHint')}
          checked={form.expiresWithTerm}
          onChange={({ currentTarget }) => setForm({ ...form, expiresWithTerm: currentTarget.checked })}
        />
      </Form>
    </Dialog>
  );
}
