import { Checkbox, PasswordInput, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { useLocations } from '../../api/lookups.js';
import { Problem } from '../../api/problem.js';
import { Dialog } from '../../ui/dialog.js';
import { LocationField, NumberField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import type { Source } from './queries.js';
import { RulesField } from './rules-field.js';

type RtSettings = Schemas['RequestTrackerSettingsDto'];

/** What the form holds; the token is empty when it stays as it is. */
interface Draft {
  name: string;
  locationId: string;
  rules: Source['locationRules'];
  baseUrl: string;
  token: string;
  queues: string[];
  campusItQueues: string[];
  placeField: string;
  categoryField: string;
  startsEmpty: boolean;
  everyMinutes: string;
  enabled: boolean;
}

function draftOf(source: Source | undefined, locationId: string): Draft {
  const settings = (source?.settings ?? {}) as Partial<RtSettings>;
  return {
    name: source?.name ?? '',
    locationId: source ? (source.locationId ?? '') : locationId,
    rules: source?.locationRules ?? [],
    baseUrl: settings.baseUrl ?? '',
    token: '',
    queues: settings.queues ?? [],
    campusItQueues: settings.campusItQueues ?? [],
    placeField: settings.placeField ?? '',
    categoryField: settings.categoryField ?? '',
    startsEmpty: settings.startsEmpty ?? false,
    everyMinutes: String(source?.everyMinutes ?? 5),
    enabled: source?.enabled ?? true,
  };
}

/** Settings without a token keep the stored one. */
const settingsOf = (draft: Draft, before: Source | undefined): Record<string, unknown> => {
  const { timeZone } = (before?.settings ?? {}) as Partial<RtSettings>;
  return {
    baseUrl: draft.baseUrl,
    ...(draft.token !== '' && { token: draft.token }),
    queues: draft.queues,
    ...(timeZone !== undefined && { timeZone }),
    ...(draft.campusItQueues.length > 0 && { campusItQueues: draft.campusItQueues }),
    ...(draft.placeField !== '' && { placeField: draft.placeField }),
    ...(draft.categoryField !== '' && { categoryField: draft.categoryField }),
    ...(draft.startsEmpty && { startsEmpty: true }),
  };
};

/** Adds a source, or changes one. The server reads it once before it stores it. */
export function SourceForm({ source, onClose }: { source?: Source; onClose: () => void }) {
  const t = useTranslations('sources');
  const { locations } = useLocations();
  const [draft, setDraft] = useState(() => draftOf(source, locations.length === 1 ? locations[0]!.id : ''));
  const set =
    <Field extends keyof Draft>(field: Field) =>
    (value: Draft[Field]): void =>
      setDraft({ ...draft, [field]: value });
  const save = useAct({
    run: () => {
      const body = {
        name: draft.name,
        locationId: draft.locationId === '' ? null : draft.locationId,
        locationRules: draft.rules.filter(({ equals, locationId }) => equals !== '' && locationId !== ''),
        settings: settingsOf(draft, source) as unknown as RtSettings,
        everyMinutes: Number(draft.everyMinutes),
        enabled: draft.enabled,
      };
      return source
        ? ask(
            api.PATCH('/api/v1/support-sources/{id}', {
              params: { path: { id: source.id }, header: ifMatch(source.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/support-sources', { ...once(), body: { ...body, kind: 'request-tracker' } }));
    },
    said: ({ name }) => t('saved', { name }),
    inForm: true,
    done: onClose,
  });
  const seesNothing = save.error instanceof Problem && save.error.code === 'SOURCE_SEES_NOTHING';
  return (
    <Dialog
      title={source ? t('changeTitle', { name: source.name }) : t('add')}
      onClose={onClose}
      size="lg"
      isFirm
    >
      <Form act={save} submit={t(draft.enabled ? 'saveAndCheck' : 'save')}>
        {(seesNothing || draft.startsEmpty) && (
          <Checkbox
            size="md"
            label={t('startsEmpty')}
            checked={draft.startsEmpty}
            onChange={({ currentTarget }) => set('startsEmpty')(currentTarget.checked)}
          />
        )}
        <TextField label={t('name')} description={t('nameHint')} value={draft.name} onChange={set('name')} />
        <TextField
          label={t('rt.baseUrl')}
          description={t('rt.baseUrlHint')}
          value={draft.baseUrl}
          onChange={set('baseUrl')}
        />
        <PasswordInput
          label={t('rt.token')}
          description={t(source ? 'rt.tokenKept' : 'rt.tokenHint')}
          required={!source}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('showToken') }}
          value={draft.token}
          onChange={({ currentTarget }) => set('token')(currentTarget.value)}
        />
        <TagsInput
          label={t('rt.queues')}
          description={t('rt.queuesHint')}
          required={draft.queues.length === 0}
          acceptValueOnBlur
          value={draft.queues}
          onChange={set('queues')}
        />
        <TagsInput
          label={t('rt.campusItQueues')}
          description={t('rt.campusItQueuesHint')}
          acceptValueOnBlur
          value={draft.campusItQueues}
          onChange={set('campusItQueues')}
        />
        <LocationField
          all
          allLabel={t('noLocation')}
          label={t('location')}
          description={t('locationHint')}
          value={draft.locationId}
          onChange={set('locationId')}
        />
        <RulesField rules={draft.rules} onChange={set('rules')} />
        <TextField
          label={t('rt.placeField')}
          description={t('rt.placeFieldHint')}
          required={false}
          value={draft.placeField}
          onChange={set('placeField')}
        />
        <TextField
          label={t('rt.categoryField')}
          description={t('rt.categoryFieldHint')}
          required={false}
          value={draft.categoryField}
          onChange={set('categoryField')}
        />
        <NumberField
          label={t('everyMinutes')}
          min={1}
          max={1440}
          value={draft.everyMinutes}
          onChange={set('everyMinutes')}
        />
        <Checkbox
          size="md"
          label={t('enabled')}
          checked={draft.enabled}
          onChange={({ currentTarget }) => set('enabled')(currentTarget.checked)}
        />
        {!draft.enabled && <Text size="sm">{t('offHint')}</Text>}
      </Form>
    </Dialog>
  );
}
