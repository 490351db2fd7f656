import { Button, Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { usePages } from '../api/pages.js';
import { withAuditTexts } from '../i18n/audit-texts.js';
import { addDays, instantOf } from '../time/local-time.js';
import { DateField } from '../ui/fields.js';
import { Page } from '../ui/page.js';
import { ShowMore } from '../ui/show-more.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { AuditEntry, KINDS } from './audit-entry.js';
import type { AuditSearch } from './audit-search.js';
import { apiKeysQuery, usersQuery } from './entity-names.js';

const SHOWN = 50;

/** The audit trail, newest first, with a search by person, kind of entity and dates. */
export const Audit = withAuditTexts(function Audit() {
  const t = useTranslations('audit');
  const search: AuditSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { timeZone } = useSettings();
  const change = (changes: AuditSearch): void =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...changes }), replace: true });
  const clear = (): void => void navigate({ to: '.', search: {}, replace: true });
  return (
    <Page title={t('title')} note={t('hint')}>
      <Filters search={search} onChange={change} onClear={clear} />
      <Entries search={search} zone={timeZone} onChange={change} onClear={clear} />
    </Page>
  );
});

interface Props {
  search: AuditSearch;
  onChange: (changes: AuditSearch) => void;
  onClear: () => void;
}

const isNarrowed = ({ person, kind, about, from, to }: AuditSearch): boolean =>
  [person, kind, about, from, to].some((value) => value !== undefined);

function Filters({ search, onChange, onClear }: Props) {
  const t = useTranslations('audit');
  const { data: users = [] } = useQuery(usersQuery);
  const { data: keys = [] } = useQuery(apiKeysQuery);
  const byName = (named: readonly { id: string; name: string }[]) =>
    named
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name }) => ({ value: id, label: name }));
  const kinds = KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })).toSorted((a, b) =>
    a.label.localeCompare(b.label),
  );
  const isKnown = [...users, ...keys].some(({ id }) => id === search.person);
  const set = (name: keyof AuditSearch) => (value: string) => onChange({ [name]: value || undefined });
  return (
    <Stack gap="xs" component="search">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <NativeSelect
          label={t('person')}
          value={search.person ?? ''}
          onChange={({ currentTarget }) => set('person')(currentTarget.value)}
        >
          <option value="">{t('anybody')}</option>
          {search.person !== undefined && !isKnown && <option value={search.person}>{t('gone')}</option>}
          <optgroup label={t('people')}>
            {byName(users).map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </optgroup>
          {keys.length > 0 && (
            <optgroup label={t('keys')}>
              {byName(keys).map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          )}
        </NativeSelect>
        <NativeSelect
          label={t('kind')}
          value={search.kind ?? ''}
          onChange={({ currentTarget }) =>
            onChange({ kind: currentTarget.value || undefined, about: undefined })
          }
          data={[{ value: '', label: t('anything') }, ...kinds]}
        />
        <DateField label={t('from')} required={false} value={search.from ?? ''} onChange={set('from')} />
        <DateField label={t('to')} required={false} value={search.to ?? ''} onChange={set('to')} />
      </SimpleGrid>
      {isNarrowed(search) && (
        <Group gap="xs">
          {search.about !== undefined && <Text size="sm">{t('aboutOne')}</Text>}
          <Button size="sm" variant="default" onClick={onClear}>
            {t('clear')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Entries({ search, zone, onChange, onClear }: Props & { zone: string }) {
  const t = useTranslations('audit');
  const { person, kind, about, from, to } = search;
  const filters = {
    ...(person !== undefined && { actorId: person }),
    ...(kind !== undefined && { entity: kind }),
    ...(about !== undefined && { entityId: about }),
    ...(from !== undefined && { from: instantOf(from, '00:00', zone) }),
    ...(to !== undefined && { to: instantOf(addDays(to, 1), '00:00', zone) }),
  };
  const query = usePages({
    queryKey: ['audit', filters],
    page: (cursor) =>
      ask(api.GET('/api/v1/audit-events', { params: { query: { ...filters, limit: SHOWN, cursor } } })),
  });
  return (
    <Loaded query={query}>
      {(events) =>
        events.length === 0 ? (
          <Empty
            title={t('none')}
            action={
              isNarrowed(search) && (
                <Button variant="default" onClick={onClear}>
                  {t('showAll')}
                </Button>
              )
            }
          >
            {t('noneHint')}
          </Empty>
        ) : (
          <Stack gap="sm">
            <ol className="plain-list">
              {events.map((event) => (
                <li key={event.id} className="card">
                  <AuditEntry
                    event={event}
                    zone={zone}
                    onAbout={
                      about === undefined
                        ? () => onChange({ kind: event.entity, about: event.entityId })
                        : undefined
                    }
                  />
                </li>
              ))}
            </ol>
            <ShowMore pages={query} />
          </Stack>
        )
      }
    </Loaded>
  );
}
