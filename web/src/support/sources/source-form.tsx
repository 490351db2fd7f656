import { Checkbox, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
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
import { useOpened } from '../../ui/use-opened.js';
import { REDMINE, REQUEST_TRACKER } from './editors/desk-editor.js';
import type { AnyEditor, Settings } from './editors/editor.js';
import { FILE } from './editors/file-editor.js';
import { MAILBOX } from './editors/mailbox-editor.js';
import { OWN_DESCRIPTION } from './editors/own-editor.js';
import { PUSH } from './editors/push-editor.js';
import { readyMadeEditor } from './editors/ready-made-editor.js';
import { descriptionsQuery, type Source } from './queries.js';
import { PushSecret } from './push-secret.js';
import { RulesField } from './rules-field.js';

/** The editors that change what is stored, by kind. */
const EDITORS = {
  'request-tracker': REQUEST_TRACKER,
  redmine: REDMINE,
  declarative: OWN_DESCRIPTION,
  push: PUSH,
  'file-url': FILE,
  mailbox: MAILBOX,
};

const QUIET_AFTER_DAYS = 14;
/** How often the rules of a source of pushes are applied. */
const PUSH_EVERY_MINUTES = 60;

/** What the form holds for all kinds. */
interface Draft {
  name: string;
  locationId: string;
  rules: Source['locationRules'];
  startsEmpty: boolean;
  everyMinutes: string;
  quietAfterDays: string;
  enabled: boolean;
}

const draftOf = (source: Source | undefined, locationId: string): Draft => ({
  name: source?.name ?? '',
  locationId: source ? (source.locationId ?? '') : locationId,
  rules: source?.locationRules ?? [],
  startsEmpty: source?.settings?.['startsEmpty'] === true,
  everyMinutes: String(source?.everyMinutes ?? 5),
  quietAfterDays: String(source ? (source.quietAfterDays ?? '') : QUIET_AFTER_DAYS),
  enabled: source?.enabled ?? true,
});

function shownSettings(source: Source | undefined): Settings {
  const { startsEmpty: _startsEmpty, ...settings } = (source?.settings ?? {}) as Settings;
  return settings;
}

/** The systems that a new source can be of, with the editor of each. */
function useSystems(): {
  systems: { value: string; label: string; editor: AnyEditor }[];
  error: string | null;
} {
  const t = useTranslations('sources');
  const { data = [], isError } = useQuery(descriptionsQuery);
  const systems = [
    { value: 'request-tracker', label: t('kinds.request-tracker'), editor: REQUEST_TRACKER },
    { value: 'redmine', label: t('kinds.redmine'), editor: REDMINE },
    ...data.map((description) => ({
      value: description.system,
      label: description.title,
      editor: readyMadeEditor(description),
    })),
    { value: 'declarative', label: t('kinds.declarative'), editor: OWN_DESCRIPTION },
    { value: 'file-url', label: t('kinds.file-url'), editor: FILE },
    { value: 'mailbox', label: t('kinds.mailbox'), editor: MAILBOX },
    { value: 'push', label: t('kinds.push'), editor: PUSH },
  ];
  return { systems, error: isError ? t('systemsMissing') : null };
}

/** Adds a source, or changes one. The server reads it once before it stores it. */
export function SourceForm({ onClose, ...props }: { source?: Source; onClose: () => void }) {
  const t = useTranslations('sources');
  const { locations } = useLocations();
  const source = useOpened(props.source);
  const { systems, error } = useSystems();
  const [system, setSystem] = useState<string>(source?.kind ?? 'request-tracker');
  const [editor, setEditor] = useState<AnyEditor>(() => EDITORS[source?.kind ?? 'request-tracker']);
  const [settings, setSettings] = useState<unknown>(() => editor.draftOf(shownSettings(source)));
  const [draft, setDraft] = useState(() => draftOf(source, locations.length === 1 ? locations[0]!.id : ''));
  const set =
    <Field extends keyof Draft>(field: Field) =>
    (value: Draft[Field]): void =>
      setDraft({ ...draft, [field]: value });
  const choose = (value: string): void => {
    const next = systems.find((one) => one.value === value)!.editor;
    setSystem(value);
    setEditor(next);
    setSettings(next.draftOf({}));
  };
  const sent = editor.settingsOf(settings);
  const isPushed = editor.kind === 'push';
  const save = useAct({
    run: () => {
      const body = {
        name: draft.name,
        locationId: draft.locationId === '' ? null : draft.locationId,
        locationRules: draft.rules.filter(({ equals, locationId }) => equals !== '' && locationId !== ''),
        settings: { ...sent, ...(draft.startsEmpty && { startsEmpty: true }) } as unknown as SentSettings,
        everyMinutes: isPushed ? PUSH_EVERY_MINUTES : Number(draft.everyMinutes),
        quietAfterDays: draft.quietAfterDays === '' ? null : Number(draft.quietAfterDays),
        enabled: draft.enabled,
      };
      return source
        ? ask(
            api.PATCH('/api/v1/support-sources/{id}', {
              params: { path: { id: source.id }, header: ifMatch(source.version) },
              body,
            }),
          )
        : ask(api.POST('/api/v1/support-sources', { ...once(), body: { ...body, kind: editor.kind } }));
    },
    said: ({ name }) => t('saved', { name }),
    inForm: true,
    done: (saved) => secretOf(saved) === null && onClose(),
  });
  const secret = save.data ? secretOf(save.data) : null;
  if (save.data && secret !== null)
    return (
      <Dialog title={t('push.savedTitle', { name: save.data.name })} onClose={onClose} isFirm>
        <PushSecret url={save.data.pushUrl ?? ''} secret={secret} onClose={onClose} />
      </Dialog>
    );
  const seesNothing = save.error instanceof Problem && save.error.code === 'SOURCE_SEES_NOTHING';
  return (
    <Dialog
      title={source ? t('changeTitle', { name: source.name }) : t('add')}
      onClose={onClose}
      size="lg"
      isFirm
    >
      <Form
        act={save}
        submit={t(draft.enabled && !isPushed ? 'saveAndCheck' : 'save')}
        isReady={sent !== null}
      >
        {(seesNothing || draft.startsEmpty) && (
          <Checkbox
            size="md"
            label={t('startsEmpty')}
            checked={draft.startsEmpty}
            onChange={({ currentTarget }) => set('startsEmpty')(currentTarget.checked)}
          />
        )}
        {!source && (
          <NativeSelect
            label={t('system')}
            description={t('systemHint')}
            error={error}
            value={system}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
            data={systems.map(({ value, label }) => ({ value, label }))}
          />
        )}
        <TextField label={t('name')} description={t('nameHint')} value={draft.name} onChange={set('name')} />
        <editor.Fields draft={settings} onChange={setSettings} isNew={!source} />
        <LocationField
          all
          allLabel={t('noLocation')}
          label={t('location')}
          description={t('locationHint')}
          value={draft.locationId}
          onChange={set('locationId')}
        />
        <RulesField rules={draft.rules} onChange={set('rules')} />
        {!isPushed && (
          <NumberField
            label={t('everyMinutes')}
            min={1}
            max={1440}
            value={draft.everyMinutes}
            onChange={set('everyMinutes')}
          />
        )}
        <NumberField
          label={t('quietAfterDays')}
          description={t('quietAfterDaysHint')}
          required={false}
          min={1}
          max={365}
          value={draft.quietAfterDays}
          onChange={set('quietAfterDays')}
        />
        <Checkbox
          size="md"
          label={t('enabled')}
          checked={draft.enabled}
          onChange={({ currentTarget }) => set('enabled')(currentTarget.checked)}
        />
        {!draft.enabled && <Text size="sm">{t(isPushed ? 'push.offHint' : 'offHint')}</Text>}
      </Form>
    </Dialog>
  );
}

/** A secret that was made for its pushes, and is shown only now. */
const secretOf = (saved: Schemas['CreatedSupportSourceDto']): string | null => saved.secret ?? null;

type SentSettings = Schemas['CreateSupportSourceDto']['settings'];
