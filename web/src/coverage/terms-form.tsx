import { Button, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, NumberField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';

type Term = Schemas['TermDto'];
type Period = Schemas['TermPeriodDto'];
type Caps = Schemas['TermCapsDto'];

const KINDS = ['classes', 'exams', 'break'] as const satisfies readonly Period['kind'][];

const putBack = ({ id, version: _version, ...body }: Term, version: number): Promise<unknown> =>
  ask(api.PATCH('/api/v1/terms/{id}', { params: { path: { id }, header: ifMatch(version) }, body }));

/** A form for a new or existing term: its dates, its exams and breaks, and the weekly hours of each. */
export function TermForm({
  usual = { classes: 20, exams: 20, break: 40 },
  onClose,
  ...props
}: {
  term: Term | null;
  /** The default caps of a new term. */
  usual: Caps | undefined;
  onClose: () => void;
}) {
  const t = useTranslations('terms');
  const term = useOpened(props.term);
  const caps = term?.weeklyHourCap ?? usual;
  const [form, setForm] = useState({
    name: term?.name ?? '',
    startsOn: term?.startsOn ?? '',
    endsOn: term?.endsOn ?? '',
    periods: term?.periods ?? [],
    caps: { classes: String(caps.classes), exams: String(caps.exams), break: String(caps.break) },
  });
  const save = useAct({
    run: () => {
      const { caps: written, ...rest } = form;
      const weeklyHourCap = {
        classes: Number(written.classes),
        exams: Number(written.exams),
        break: Number(written.break),
      };
      const body = { ...rest, weeklyHourCap };
      return term
        ? ask(
            api.PATCH('/api/v1/terms/{id}', {
              params: { path: { id: term.id }, header: ifMatch(term.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/terms', { ...once(), body }));
    },
    said: ({ name }) => t('saved', { name }),
    undo: ({ id, version }) =>
      term
        ? putBack(term, version)
        : ask(api.DELETE('/api/v1/terms/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={term ? t('changeOf', { name: term.name }) : t('add')} onClose={onClose} size="lg">
      <Form act={save} submit={t('save')}>
        <TextField label={t('name')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          <DateField
            label={t('firstDay')}
            value={form.startsOn}
            onChange={(startsOn) => setForm({ ...form, startsOn })}
          />
          <DateField
            label={t('lastDay')}
            value={form.endsOn}
            onChange={(endsOn) => setForm({ ...form, endsOn })}
          />
        </SimpleGrid>
        <PeriodsField value={form.periods} onChange={(periods) => setForm({ ...form, periods })} />
        <Fieldset legend={t('caps')}>
          <Group grow align="flex-start" gap="xs">
            {KINDS.map((kind) => (
              <NumberField
                key={kind}
                label={t(`capOf.${kind}`)}
                min={0}
                max={168}
                step="any"
                value={form.caps[kind]}
                onChange={(hours) => setForm({ ...form, caps: { ...form.caps, [kind]: hours } })}
              />
            ))}
          </Group>
        </Fieldset>
      </Form>
    </Dialog>
  );
}

function PeriodsField({ value, onChange }: { value: Period[]; onChange: (value: Period[]) => void }) {
  const t = useTranslations('terms');
  const change = (index: number, part: Partial<Period>): void =>
    onChange(value.map((period, at) => (at === index ? { ...period, ...part } : period)));
  return (
    <Stack gap="xs" align="stretch">
      <Text size="sm" c="dimmed">
        {t('periodsHint')}
      </Text>
      {value.map((period, index) => (
        // In the order in which they were added: periods have no names, and their dates change while they are
        // typed.
        <Fieldset key={index} legend={t('periodNumber', { number: index + 1 })}>
          <Stack gap="xs">
            <NativeSelect
              label={t('kind')}
              value={period.kind}
              onChange={({ currentTarget }) => change(index, { kind: currentTarget.value as Period['kind'] })}
              data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
              <DateField
                label={t('firstDay')}
                value={period.startsOn}
                onChange={(startsOn) => change(index, { startsOn })}
              />
              <DateField
                label={t('lastDay')}
                value={period.endsOn}
                onChange={(endsOn) => change(index, { endsOn })}
              />
            </SimpleGrid>
            <Group>
              <Button
                variant="default"
                size="sm"
                aria-label={t('removePeriod', { number: index + 1 })}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                {t('remove')}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      <Group>
        <Button
          variant="default"
          size="sm"
          onClick={() => onChange([...value, { kind: 'break', startsOn: '', endsOn: '' }])}
        >
          {t('addPeriod')}
        </Button>
      </Group>
    </Stack>
  );
}
