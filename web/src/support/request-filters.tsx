import { Button, Group, NativeSelect, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { PRIORITIES } from '../../../src/domain/service-clock.js';
import { api, ask } from '../api/client.js';
import { useMe } from '../api/me.js';
import { DateField, LocationField } from '../ui/fields.js';
import { useCategories, type Category } from './categories/use-categories.js';
import { CHANNELS } from './channels.js';
import type { RequestQuery } from './list-requests.js';
import { useChannelName } from './request-state.js';
import type { RequestsSearch } from './requests-search.js';

const TYPING_MILLIS = 300;
const STALE_MILLIS = 5 * 60_000;

export const NO_FILTERS = {
  at: undefined,
  who: undefined,
  words: undefined,
  about: undefined,
  priority: undefined,
  by: undefined,
  since: undefined,
  until: undefined,
} satisfies { [Name in keyof RequestsSearch]: undefined };
type Filter = keyof typeof NO_FILTERS;
const NAMES = Object.keys(NO_FILTERS) as Filter[];

/** How many filters an address has. */
export const countOf = (search: RequestsSearch): number =>
  NAMES.filter((name) => search[name] !== undefined).length;

/** The filters of an address, for the server. */
export const filtersOf = ({
  at,
  who,
  words,
  about,
  priority,
  by,
  since,
  until,
}: RequestsSearch): Pick<
  RequestQuery,
  'locationId' | 'assignee' | 'search' | 'category' | 'priority' | 'channel' | 'firstDay' | 'lastDay'
> => ({
  ...(at !== undefined && { locationId: at }),
  ...(who !== undefined && { assignee: who }),
  ...(words !== undefined && { search: words }),
  ...(about !== undefined && { category: about }),
  ...(priority !== undefined && { priority }),
  ...(by !== undefined && { channel: by }),
  ...(since !== undefined && { firstDay: since }),
  ...(until !== undefined && { lastDay: until }),
});

/** Nothing can be found then. */
const isBackwards = ({ since, until }: RequestsSearch): boolean =>
  since !== undefined && until !== undefined && until < since;

interface Props {
  search: RequestsSearch;
  onChange: (changes: RequestsSearch) => void;
}

/** What narrows the list of requests. On a phone all but the search are behind a button. */
export function RequestFilters({ search, onChange }: Props) {
  const t = useTranslations('requests');
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  const count = countOf(search);
  const behind = countOf({ ...search, words: undefined });
  return (
    <search className="request-filters">
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <SearchField words={search.words} onChange={onChange} />
        <Button hiddenFrom="md" variant="default" aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
          {t('filters', { count: behind })}
        </Button>
      </Group>
      <div id={id} className="request-filters-more" data-open={isOpen || undefined}>
        <Fields search={search} onChange={onChange} />
        {(search.since ?? search.until) !== undefined && (
          <Text size="sm" c="dimmed" mt="xs">
            {t(isBackwards(search) ? 'daysBackwards' : 'daysHint')}
          </Text>
        )}
      </div>
      {count > 0 && (
        <Group gap="xs">
          <Text size="sm" role="status">
            {t('active', { count })}
          </Text>
          <Button size="sm" variant="subtle" onClick={() => onChange(NO_FILTERS)}>
            {t('clear')}
          </Button>
        </Group>
      )}
    </search>
  );
}

function SearchField({ words, onChange }: Pick<RequestsSearch, 'words'> & Pick<Props, 'onChange'>) {
  const t = useTranslations('requests');
  const [typed, setTyped] = useState(words ?? '');
  const [known, setKnown] = useState(words);
  // The search was changed elsewhere, as by the button that clears it.
  if (known !== words) {
    setKnown(words);
    setTyped(words ?? '');
  }
  const find = useDebouncedCallback((text: string) => {
    const wanted = text.trim() || undefined;
    setKnown(wanted);
    onChange({ words: wanted });
  }, TYPING_MILLIS);
  return (
    <TextInput
      type="search"
      label={t('words')}
      className="request-search"
      maxLength={100}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        find(currentTarget.value);
      }}
    />
  );
}

function Fields({ search, onChange }: Props) {
  const t = useTranslations('requests');
  const priorities = useTranslations('request.priorities');
  const { categories, nameOf } = useCategories();
  const channelName = useChannelName();
  const { people, channels } = useOffered(search);
  const { at, who, about, priority, by, since, until } = search;
  const set =
    (name: Filter) =>
    ({ currentTarget: { value } }: { currentTarget: { value: string } }): void =>
      onChange({ [name]: value || undefined });
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
      <NativeSelect
        label={t('who')}
        value={who ?? ''}
        onChange={set('who')}
        data={[
          { value: '', label: t('anybody') },
          { value: 'me', label: t('me') },
          { value: 'nobody', label: t('nobody') },
          ...people,
        ]}
      />
      <NativeSelect
        label={t('about')}
        value={about ?? ''}
        onChange={set('about')}
        data={[
          { value: '', label: t('anything') },
          ...wordsOf(categories, about).map((word) => ({ value: word, label: nameOf(word) })),
        ]}
      />
      <NativeSelect
        label={t('priority')}
        value={priority ?? ''}
        onChange={set('priority')}
        data={[
          { value: '', label: t('anyPriority') },
          ...PRIORITIES.map((value) => ({ value, label: priorities(value) })),
        ]}
      />
      <NativeSelect
        label={t('by')}
        value={by ?? ''}
        onChange={set('by')}
        data={[
          { value: '', label: t('anyWay') },
          ...channels.map((value) => ({ value, label: channelName(value) ?? value })),
        ]}
      />
      <DateField
        label={t('since')}
        required={false}
        value={since ?? ''}
        onChange={(value) => onChange({ since: value || undefined })}
      />
      <DateField
        label={t('until')}
        required={false}
        value={until ?? ''}
        onChange={(value) => onChange({ until: value || undefined })}
      />
      <LocationField value={at ?? ''} onChange={(id) => onChange({ at: id || undefined })} all />
    </SimpleGrid>
  );
}

/** The words to choose from, with the one that an address asks for. */
const wordsOf = (categories: readonly Category[], asked: string | undefined): string[] => {
  const words = categories.filter(({ mergedIntoId }) => mergedIntoId === null).map(({ name }) => name);
  return asked === undefined || words.includes(asked) ? words : [...words, asked];
};

/** Who works on requests, and how they came; and what an address asks for. */
function useOffered({ who, by }: RequestsSearch): {
  people: { value: string; label: string }[];
  channels: string[];
} {
  const t = useTranslations('requests');
  const me = useMe();
  const { data } = useQuery({
    queryKey: ['requests', 'choices'],
    queryFn: () => ask(api.GET('/api/v1/support-request-choices')),
    staleTime: STALE_MILLIS,
    enabled: me.role !== 'operator',
  });
  const known = (data?.assignees ?? []).filter(({ id }) => id !== me.id);
  const isMissing =
    who !== undefined && who !== 'me' && who !== 'nobody' && !known.some(({ id }) => id === who);
  return {
    people: [...known, ...(isMissing ? [{ id: who, name: t('somebody') }] : [])].map(({ id, name }) => ({
      value: id,
      label: name,
    })),
    channels: [...new Set([...CHANNELS, ...(data?.channels ?? []), ...(by ? [by] : [])])],
  };
}
