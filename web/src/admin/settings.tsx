import { NativeSelect, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { settingsQuery } from '../api/queries.js';
import { weekdayName } from '../time/time-format.js';
import { NumberField, TextField, TimeField, ZoneField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { LocationsSettings } from './locations-settings.js';
import { ServiceTargets } from './service-targets.js';
import { PositionsSettings } from './positions-settings.js';

type Settings = Schemas['SettingsDto'];
type Own = Omit<Settings, 'version' | 'sendsMail' | 'serviceTargets'>;
type Fields = Record<keyof Own, string>;

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Settings of the whole institution, its locations and its positions. */
export function Settings() {
  const t = useTranslations('settings');
  const query = useQuery(settingsQuery);
  return (
    <Page title={t('title')} note={t('hint')}>
      <Stack gap="xl">
        <section aria-labelledby="institution">
          <Title order={2} size="h4" id="institution" mb="xs">
            {t('institution')}
          </Title>
          <Loaded query={query}>{(settings) => <Institution settings={settings} />}</Loaded>
        </section>
        <ServiceTargets />
        <LocationsSettings />
        <PositionsSettings />
      </Stack>
    </Page>
  );
}

const text = (value: number | null): string => (value === null ? '' : String(value));
const limit = (value: string): number | null => (value === '' ? null : Number(value));

const fieldsOf = (settings: Settings): Fields => ({
  institutionName: settings.institutionName,
  timeZone: settings.timeZone,
  weekStartsOn: text(settings.weekStartsOn),
  dailyHourCap: text(settings.dailyHourCap),
  minimumRestHours: text(settings.minimumRestHours),
  longestStretchHours: text(settings.longestStretchHours),
  shortestBreakMinutes: text(settings.shortestBreakMinutes),
  nightsInARow: text(settings.nightsInARow),
  workdayStartsAt: settings.workdayStartsAt,
  waitlistOfferMinutes: text(settings.waitlistOfferMinutes),
  graceMinutes: text(settings.graceMinutes),
  requesterDays: text(settings.requesterDays),
});

const valuesOf = (fields: Fields): Own => ({
  institutionName: fields.institutionName,
  timeZone: fields.timeZone,
  weekStartsOn: Number(fields.weekStartsOn),
  dailyHourCap: limit(fields.dailyHourCap),
  minimumRestHours: limit(fields.minimumRestHours),
  longestStretchHours: limit(fields.longestStretchHours),
  shortestBreakMinutes: Number(fields.shortestBreakMinutes),
  nightsInARow: limit(fields.nightsInARow),
  workdayStartsAt: fields.workdayStartsAt,
  waitlistOfferMinutes: Number(fields.waitlistOfferMinutes),
  graceMinutes: Number(fields.graceMinutes),
  requesterDays: Number(fields.requesterDays),
});

function Institution(props: { settings: Settings }) {
  const t = useTranslations('settings');
  const client = useQueryClient();
  const [edits, setEdits] = useState<Partial<Fields>>({});
  const settings = useOpened(props.settings, () => Object.keys(edits).length === 0);
  const form = { ...fieldsOf(settings), ...edits };
  const of = (name: keyof Fields) => ({
    value: form[name],
    onChange: (value: string) => setEdits({ ...edits, [name]: value }),
  });
  const patch = ({ version }: Settings, body: Schemas['UpdateSettingsDto']) =>
    ask(api.PATCH('/api/v1/settings', { params: { header: ifMatch(version) }, body }));
  const save = useAct({
    run: () => patch(settings, valuesOf(form)),
    said: () => t('saved'),
    undo: (saved) => patch(saved, valuesOf(fieldsOf(settings))),
    inForm: true,
    done: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      setEdits({});
    },
  });
  const number = (name: NumberName, min: number, max: number, rest: { step?: string; isLimit?: boolean }) => (
    <NumberField
      label={t(`fields.${name}`)}
      description={t(`hints.${name}`)}
      min={min}
      max={max}
      {...(rest.step && { step: rest.step })}
      required={!rest.isLimit}
      {...of(name)}
    />
  );
  return (
    <Form act={save} submit={t('save')} className="card">
      <TextField label={t('fields.institutionName')} {...of('institutionName')} />
      <ZoneField label={t('fields.timeZone')} description={t('hints.timeZone')} {...of('timeZone')} />
      <NativeSelect
        label={t('fields.weekStartsOn')}
        description={t('hints.weekStartsOn')}
        value={form.weekStartsOn}
        onChange={({ currentTarget }) => of('weekStartsOn').onChange(currentTarget.value)}
        data={WEEKDAYS.map((weekday) => ({ value: String(weekday), label: weekdayName(weekday, 'long') }))}
      />
      <Part title={t('limits')} hint={t('limitsHint')}>
        {number('dailyHourCap', 0, 24, { step: '0.01', isLimit: true })}
        {number('minimumRestHours', 0, 24, { step: '0.01', isLimit: true })}
        {number('longestStretchHours', 1, 24, { step: '0.01', isLimit: true })}
        {number('shortestBreakMinutes', 0, 240, {})}
        {number('nightsInARow', 1, 31, { isLimit: true })}
        <TimeField
          label={t('fields.workdayStartsAt')}
          description={t('hints.workdayStartsAt')}
          {...of('workdayStartsAt')}
        />
      </Part>
      <Part title={t('days')}>
        {number('graceMinutes', 0, 120, {})}
        {number('waitlistOfferMinutes', 5, 2880, {})}
      </Part>
      <Part title={t('privacy')}>{number('requesterDays', 0, 365, {})}</Part>
    </Form>
  );
}

type NumberName = Exclude<keyof Fields, 'institutionName' | 'timeZone' | 'weekStartsOn' | 'workdayStartsAt'>;

function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Stack gap="sm" mt="xs">
      <div>
        <Title order={3} size="h5">
          {title}
        </Title>
        {hint && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
      </div>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {children}
      </SimpleGrid>
    </Stack>
  );
}
