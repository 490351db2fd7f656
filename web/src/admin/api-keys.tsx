import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { withAccountTexts } from '../i18n/account-texts.js';
import { addDays, instantOf, inZone, millisOf } from '../time/local-time.js';
import { dateWithYearOf } from '../time/time-format.js';
import { useNow } from '../time/now.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { ShownOnce } from '../ui/shown-once.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { apiKeysQuery } from './entity-names.js';

type Key = Schemas['ApiKeyDto'];
type Scope = Key['scopes'][number];

const SCOPES: readonly Scope[] = [
  'metrics:read',
  'schedule:read',
  'schedule:write',
  'support:read',
  'support:write',
];

/** API keys for other programs. Each has only the rights that it needs. */
export const ApiKeys = withAccountTexts(function ApiKeys() {
  const t = useTranslations('apiKeys');
  const [open, setOpen] = useState<'new' | Key | null>(null);
  const query = useQuery(apiKeysQuery);
  const create = <Button onClick={() => setOpen('new')}>{t('create')}</Button>;
  return (
    <Page title={t('title')} note={t('hint')} actions={query.data?.length !== 0 && create}>
      <Loaded query={query}>
        {(keys) =>
          keys.length === 0 ? (
            <Empty title={t('none')} action={create}>
              {t('noneHint')}
            </Empty>
          ) : (
            <ul className="plain-list">
              {keys.map((key) => (
                <li key={key.id} className="card">
                  <Row apiKey={key} onRevoke={() => setOpen(key)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open === 'new' && <Create onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && <Revoke apiKey={open} onClose={() => setOpen(null)} />}
    </Page>
  );
});

function Row({ apiKey, onRevoke }: { apiKey: Key; onRevoke: () => void }) {
  const t = useTranslations('apiKeys');
  const { timeZone: zone } = useSettings();
  const now = useNow();
  const me = useMe();
  const { locations } = useLocations();
  const { id, name, scopes, createdAt, expiresAt, locationIds, ownerId, ownerName, lastUsedAt } = apiKey;
  const where = locationIds?.map(
    (one) => locations.find((location) => location.id === one)?.name ?? t('goneLocation'),
  );
  const takeOver = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/api-keys/{id}/hand-over', {
          ...once(),
          params: { path: { id } },
          body: { userId: me.id },
        }),
      ),
    said: () => t('takenOver', { name }),
    undo: () =>
      ask(
        api.POST('/api/v1/api-keys/{id}/hand-over', {
          ...once(),
          params: { path: { id } },
          body: { userId: ownerId },
        }),
      ),
  });
  // Midnight still belongs to the previous day.
  const lastDay = expiresAt && dateWithYearOf(inZone(millisOf(expiresAt) - 1, zone));
  const expiry =
    expiresAt === null || lastDay === null
      ? t('noExpiry')
      : t(millisOf(expiresAt) <= now ? 'expired' : 'expires', { date: lastDay });
  return (
    <Stack gap="xs">
      <div className="wrapping">
        <Text fw={600}>{name}</Text>
        <Text size="sm">{scopes.map((scope) => t(`scopes.${scopeKey(scope)}`)).join(' · ')}</Text>
        <Text size="sm" c="dimmed">
          {t('created', { date: dateWithYearOf(inZone(millisOf(createdAt), zone)) })} · {expiry}
        </Text>
        <Text size="sm" c="dimmed">
          {where ? t('at', { locations: where.join(', ') }) : t('everywhere')} ·{' '}
          {lastUsedAt === null
            ? t('neverUsed')
            : t('lastUsed', { date: dateWithYearOf(inZone(millisOf(lastUsedAt), zone)) })}
        </Text>
        <Text size="sm" c="dimmed">
          {ownerId === me.id ? t('ownerYou') : t('owner', { name: ownerName })}
        </Text>
      </div>
      <Group>
        <Button size="sm" variant="default" onClick={onRevoke} aria-label={t('revokeOf', { name })}>
          {t('revoke')}
        </Button>
        {ownerId !== me.id && (
          <Button
            size="sm"
            variant="default"
            onClick={() => takeOver.mutate()}
            loading={takeOver.isPending}
            aria-label={t('takeOverOf', { name })}
          >
            {t('takeOver')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

type ScopeKey = 'metricsRead' | 'scheduleRead' | 'scheduleWrite' | 'supportRead' | 'supportWrite';

const scopeKey = (scope: Scope): ScopeKey => {
  const [what, how] = scope.split(':') as ['metrics' | 'schedule' | 'support', 'read' | 'write'];
  return `${what}${how === 'read' ? 'Read' : 'Write'}` as ScopeKey;
};

/** It cannot be undone, so the dialog asks first. */
function Revoke({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const t = useTranslations('apiKeys');
  const { id, name, version } = useOpened(apiKey);
  const revoke = useAct({
    run: () =>
      ask(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('revoked', { name }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('revokeTitle')} onClose={onClose}>
      <Form
        act={revoke}
        submit={t('revoke')}
        also={
          <Button variant="default" onClick={onClose}>
            {t('keep')}
          </Button>
        }
      >
        <Text className="wrapping">{t('revokeHint', { name })}</Text>
      </Form>
    </Dialog>
  );
}

function Create({ onClose }: { onClose: () => void }) {
  const t = useTranslations('apiKeys');
  const { timeZone: zone } = useSettings();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['metrics:read']);
  const [lastDay, setLastDay] = useState('');
  const [isEndless, setEndless] = useState(false);
  const [locationIds, setLocationIds] = useState<string[]>([]);
  const { locations } = useLocations();
  const create = useAct({
    run: () => {
      const body: Schemas['CreateApiKeyDto'] = {
        name,
        scopes,
        ...(isEndless && { expiresAt: null }),
        ...(!isEndless && lastDay !== '' && { expiresAt: instantOf(addDays(lastDay, 1), '00:00', zone) }),
        ...(locationIds.length > 0 && { locationIds }),
      };
      return ask(api.POST('/api/v1/api-keys', { ...once(), body }));
    },
    inForm: true,
  });
  if (create.data?.key !== undefined)
    return (
      <Dialog title={t('createdTitle')} onClose={onClose} isFirm>
        <Shown value={create.data.key} onClose={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={t('create')} onClose={onClose}>
      <Form act={create} submit={t('submit')}>
        <TextField label={t('name')} description={t('nameHint')} value={name} onChange={setName} />
        <Checkbox.Group
          label={t('may')}
          value={scopes}
          onChange={(chosen) => setScopes(SCOPES.filter((scope) => chosen.includes(scope)))}
        >
          <Stack gap="xs" mt={4}>
            {SCOPES.map((scope) => (
              <Checkbox key={scope} size="md" value={scope} label={t(`scopes.${scopeKey(scope)}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Checkbox.Group
          label={t('where')}
          description={t('whereHint')}
          value={locationIds}
          onChange={setLocationIds}
        >
          <Stack gap="xs" mt={4}>
            {locations.map((location) => (
              <Checkbox key={location.id} size="md" value={location.id} label={location.name} />
            ))}
          </Stack>
        </Checkbox.Group>
        {!isEndless && (
          <DateField
            label={t('lastDay')}
            description={t('lastDayHint')}
            required={false}
            value={lastDay}
            onChange={setLastDay}
          />
        )}
        <Checkbox
          size="md"
          label={t('endless')}
          checked={isEndless}
          onChange={({ currentTarget }) => setEndless(currentTarget.checked)}
        />
      </Form>
    </Dialog>
  );
}

/** Shows a new key; it cannot be shown again. */
function Shown({ value, onClose }: { value: string; onClose: () => void }) {
  const t = useTranslations('apiKeys');
  const words = {
    onlyNow: t('onlyNow'),
    onlyNowHint: t('onlyNowHint'),
    copy: t('copy'),
    copied: t('copied'),
    done: t('done'),
  };
  return (
    <ShownOnce value={value} words={words} onClose={onClose}>
      <Text size="sm" c="dimmed">
        {t('use')}
      </Text>
    </ShownOnce>
  );
}
