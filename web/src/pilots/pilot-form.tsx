import { Checkbox, Fieldset, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FOLLOW_UP_HOURS } from '../../../src/domain/pilots/phases.js';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useLocations } from '../api/lookups.js';
import { Dialog } from '../ui/dialog.js';
import { NumberField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { daysOf, DateRangeField, EMPTY_RANGE, rangeOf } from './date-range.js';
import { termsOf } from './pilot-terms.js';
import { ExclusionsField, TargetsField, targetOf, writtenOf } from './pilot-form-lists.js';

type Pilot = Schemas['PilotDto'];
/** A number as it stands in a field; empty without one. */
const numberIn = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const putBack = (pilot: Pilot, version: number): Promise<unknown> =>
  ask(
    api.PATCH('/api/v1/pilots/{id}', {
      params: { path: { id: pilot.id }, header: ifMatch(version) },
      body: termsOf(pilot),
    }),
  );

/** A form for a new or existing pilot: its locations, its baseline and its targets. */
export function PilotForm({
  onClose,
  onCreated,
  ...props
}: {
  pilot: Pilot | null;
  onClose: () => void;
  onCreated: (id: string) => void;
}) {
  const t = useTranslations('pilotForm');
  const pilot = useOpened(props.pilot);
  const { locations } = useLocations();
  const [form, setForm] = useState({
    name: pilot?.name ?? '',
    // When there is only one location, it is selected.
    locationIds: pilot?.locationIds ?? null,
    baseline: pilot ? daysOf(pilot.baseline) : EMPTY_RANGE,
    pilot: pilot ? daysOf(pilot.pilot) : EMPTY_RANGE,
    exclusions: (pilot?.exclusions ?? []).map(({ reason, ...range }) => ({ ...daysOf(range), reason })),
    comparisonLocationIds: pilot?.comparisonLocationIds ?? [],
    targets: (pilot?.targets ?? []).map(writtenOf),
    followUpHours: String(pilot?.followUpHours ?? FOLLOW_UP_HOURS),
    escalationCost: numberIn(pilot?.escalationCost),
    fixedCosts: numberIn(pilot?.fixedCosts),
  });
  const locationIds = form.locationIds ?? (locations.length === 1 ? [locations[0]!.id] : []);
  const others = locations.filter(({ id }) => !locationIds.includes(id));
  const save = useAct({
    run: () => {
      const { name, fixedCosts, escalationCost } = form;
      const body = {
        name,
        locationIds,
        comparisonLocationIds: form.comparisonLocationIds.filter((id) => !locationIds.includes(id)),
        baseline: rangeOf(form.baseline),
        pilot: rangeOf(form.pilot),
        exclusions: form.exclusions.map(({ reason, ...days }) => ({ ...rangeOf(days), reason })),
        targets: form.targets.map(targetOf),
        followUpHours: Number(form.followUpHours),
        fixedCosts: fixedCosts === '' ? null : Number(fixedCosts),
        escalationCost: escalationCost === '' ? null : Number(escalationCost),
      };
      return pilot
        ? ask(
            api.PATCH('/api/v1/pilots/{id}', {
              params: { path: { id: pilot.id }, header: ifMatch(pilot.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/pilots', { ...once(), body }));
    },
    said: ({ name }) => t('saved', { name }),
    undo: ({ id, version }) =>
      pilot
        ? putBack(pilot, version)
        : ask(api.DELETE('/api/v1/pilots/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    inForm: true,
    done: ({ id }) => {
      if (!pilot) onCreated(id);
      onClose();
    },
  });
  return (
    <Dialog title={pilot ? t('change', { name: pilot.name }) : t('add')} onClose={onClose} size="lg">
      <Form act={save} submit={t('save')}>
        <TextField label={t('name')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
        {(locations.length > 1 || pilot) && (
          <Checkbox.Group
            label={t('locations')}
            value={locationIds}
            onChange={(chosen) => setForm({ ...form, locationIds: chosen })}
          >
            <Stack gap="xs" mt={4}>
              {locations.map(({ id, name }) => (
                <Checkbox key={id} size="md" value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {others.length > 0 && (
          <Checkbox.Group
            label={t('compareWith')}
            description={t('compareWithHint')}
            value={form.comparisonLocationIds}
            onChange={(chosen) => setForm({ ...form, comparisonLocationIds: chosen })}
          >
            <Stack gap="xs" mt={4}>
              {others.map(({ id, name }) => (
                <Checkbox key={id} size="md" value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {(['baseline', 'pilot'] as const).map((phase) => (
          <Fieldset key={phase} legend={t(phase)}>
            <Text size="sm" c="dimmed" mb="xs">
              {t(`${phase}Hint`)}
            </Text>
            <DateRangeField value={form[phase]} onChange={(days) => setForm({ ...form, [phase]: days })} />
          </Fieldset>
        ))}
        <ExclusionsField
          value={form.exclusions}
          onChange={(exclusions) => setForm({ ...form, exclusions })}
        />
        <TargetsField value={form.targets} onChange={(targets) => setForm({ ...form, targets })} />
        <NumberField
          label={t('followUpHours')}
          description={t('followUpHoursHint')}
          min={1}
          max={8_760}
          value={form.followUpHours}
          onChange={(followUpHours) => setForm({ ...form, followUpHours })}
        />
        <NumberField
          label={t('fixedCosts')}
          description={t('fixedCostsHint')}
          required={false}
          min={0}
          max={1_000_000_000}
          step="any"
          value={form.fixedCosts}
          onChange={(fixedCosts) => setForm({ ...form, fixedCosts })}
        />
        <NumberField
          label={t('escalationCost')}
          description={t('escalationCostHint')}
          required={false}
          min={0}
          max={1_000_000}
          step="any"
          value={form.escalationCost}
          onChange={(escalationCost) => setForm({ ...form, escalationCost })}
        />
      </Form>
    </Dialog>
  );
}
