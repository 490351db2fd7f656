import { Checkbox, Group, NativeSelect, SegmentedControl, Stack, Input } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { STAFFINGS } from '../../../../src/domain/routing.js';
import { PRIORITIES } from '../../../../src/domain/service-clock.js';
import { TIERS } from '../../../../src/domain/tiers.js';
import type { Schemas } from '../../api/client.js';
import { useLocations, usePositions } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { Dialog } from '../../ui/dialog.js';
import { LocationField, TextField, TimeField, WeekdaysField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { offeredAnywhere, useCategories } from '../categories/use-categories.js';
import { addRule, changeRule, fieldsOf, removeRule, type Rule } from './queries.js';

const NIGHT = { weekdays: [1, 2, 3, 4, 5, 6, 7], startsAt: '22:00', endsAt: '08:00' };

/** A form for a new rule or an existing one. */
export function RuleForm({ onClose, ...props }: { rule: Rule | null; onClose: () => void }) {
  const t = useTranslations('routing');
  const isAdmin = useMe().role === 'admin';
  const { locations } = useLocations();
  const rule = useOpened(props.rule);
  const [locationId, setLocationId] = useState(isAdmin ? '' : (locations[0]?.id ?? ''));
  const [words, setWords] = useState(rule?.words ?? '');
  const [tier, setTier] = useState<Rule['tier']>(rule?.tier ?? 'campus-it');
  const [categories, setCategories] = useState(rule?.categories ?? []);
  const [priorities, setPriorities] = useState(rule?.priorities ?? []);
  const [isTimed, setTimed] = useState((rule?.hours ?? null) !== null);
  const [hours, setHours] = useState(rule?.hours ?? NIGHT);
  const [staffing, setStaffing] = useState(rule?.staffing ?? null);
  const [positionId, setPositionId] = useState(rule?.positionId ?? null);
  const body: Omit<Schemas['CreateRoutingRuleDto'], 'locationId'> = {
    words,
    tier,
    categories: categories.length === 0 ? null : categories,
    priorities: priorities.length === 0 ? null : priorities,
    hours: isTimed ? hours : null,
    staffing,
    positionId: staffing === null ? null : positionId,
  };
  const save = useAct({
    run: () => (rule ? changeRule(rule, body) : addRule({ ...body, locationId: locationId || null })),
    said: (saved) => t(rule ? 'saved' : 'added', { words: saved.words }),
    undo: (saved) => (rule ? changeRule(saved, fieldsOf(rule)) : removeRule(saved)),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={rule ? t('changeOf', { words: rule.words }) : t('add')} onClose={onClose}>
      <Form act={save} submit={rule ? t('save') : t('add')}>
        {rule === null && (
          <LocationField
            label={t('where')}
            value={locationId}
            onChange={setLocationId}
            all={isAdmin}
            allLabel={t('everywhere')}
          />
        )}
        <CategoriesField value={categories} known={rule?.categories ?? []} onChange={setCategories} />
        <PrioritiesField value={priorities} onChange={setPriorities} />
        <Checkbox
          size="md"
          mt="xs"
          label={t('atHours')}
          checked={isTimed}
          onChange={({ currentTarget }) => setTimed(currentTarget.checked)}
        />
        {isTimed && (
          <Stack gap="sm">
            <WeekdaysField value={hours.weekdays} onChange={(weekdays) => setHours({ ...hours, weekdays })} />
            <Group grow align="flex-start">
              <TimeField
                label={t('from')}
                value={hours.startsAt}
                onChange={(startsAt) => setHours({ ...hours, startsAt })}
              />
              <TimeField
                label={t('to')}
                value={hours.endsAt}
                onChange={(endsAt) => setHours({ ...hours, endsAt })}
              />
            </Group>
          </Stack>
        )}
        <StaffingField value={{ staffing, positionId }} onStaffing={setStaffing} onPosition={setPositionId} />
        <Input.Wrapper label={t('tier')} labelElement="div" id="tier" size="md">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-labelledby="tier-label"
            className="tap-row"
            value={tier}
            onChange={setTier}
            data={TIERS.toReversed().map((value) => ({ value, label: t(`tierChoices.${value}`) }))}
          />
        </Input.Wrapper>
        <TextField label={t('words')} description={t('wordsHint')} value={words} onChange={setWords} />
      </Form>
    </Dialog>
  );
}

/** `known`: words of the rule, which desks may not offer any more. */
function CategoriesField({
  value,
  known,
  onChange,
}: {
  value: string[];
  known: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const t = useTranslations('routing');
  const { categories, nameOf } = useCategories();
  const words = [...new Set([...offeredAnywhere(categories).map(({ name }) => name), ...known])];
  if (words.length === 0) return null;
  return (
    <Checkbox.Group label={t('about')} description={t('aboutHint')} value={value} onChange={onChange}>
      <Group gap="md" mt={4}>
        {words.map((word) => (
          <Checkbox key={word} size="md" value={word} label={nameOf(word)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

type Priority = NonNullable<Rule['priorities']>[number];

function PrioritiesField({ value, onChange }: { value: Priority[]; onChange: (value: Priority[]) => void }) {
  const t = useTranslations('routing');
  const priorities = useTranslations('request.priorities');
  return (
    <Checkbox.Group
      label={t('urgency')}
      description={t('urgencyHint')}
      value={value}
      onChange={(chosen) => onChange(PRIORITIES.filter((one) => chosen.includes(one)))}
    >
      <Group gap="md" mt={4}>
        {PRIORITIES.map((one) => (
          <Checkbox key={one} size="md" value={one} label={priorities(one)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

/** Who has to be on shift, or not, and as what when there are several positions. */
function StaffingField({
  value: { staffing, positionId },
  onStaffing,
  onPosition,
}: {
  value: Pick<Rule, 'staffing' | 'positionId'>;
  onStaffing: (staffing: Rule['staffing']) => void;
  onPosition: (positionId: string | null) => void;
}) {
  const t = useTranslations('routing');
  const { positions } = usePositions();
  const isByPosition = staffing !== null && positions.length > 1;
  return (
    <Group grow align="flex-start">
      <NativeSelect
        label={t('staffing')}
        value={staffing ?? ''}
        onChange={({ currentTarget }) =>
          onStaffing(STAFFINGS.find((one) => one === currentTarget.value) ?? null)
        }
        data={[
          { value: '', label: t('anyStaffing') },
          ...STAFFINGS.map((one) => ({ value: one, label: t(`staffingChoices.${one}`) })),
        ]}
      />
      {isByPosition && (
        <NativeSelect
          label={t('position')}
          value={positionId ?? ''}
          onChange={({ currentTarget }) => onPosition(currentTarget.value || null)}
          data={[
            { value: '', label: t('anyPosition') },
            ...positions.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Group>
  );
}
