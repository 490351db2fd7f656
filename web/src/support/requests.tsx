import { Button, Group, NativeSelect, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { usePages } from '../api/pages.js';
import { saveCsvOf } from '../api/save-file.js';
import { withRequestTexts } from '../i18n/request-texts.js';
import { LocationField } from '../ui/fields.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { ShowMore } from '../ui/show-more.js';
import { useAct } from '../ui/use-act.js';
import { useCategories, type Category } from './categories/use-categories.js';
import { listRequests } from './list-requests.js';
import { RequestCard } from './request-card.js';
import { TierQueue } from './tier-queue.js';
import { VIEWS, type RequestsSearch, type View } from './requests-search.js';

const SHOWN = 50;
const TYPING_MILLIS = 300;

const FILTERS = {
  library: { tier: 'library', resolved: false, history: false },
  campus: { tier: 'campus-it', resolved: false, history: false },
  open: { resolved: false, history: false },
  resolved: { resolved: true },
  all: {},
} as const satisfies Record<View, object>;

/** Support requests: what each tier has to do by what is due first; what is open or done, newest first. */
export const Requests = withRequestTexts(function Requests() {
  const t = useTranslations('requests');
  const me = useMe();
  const search: RequestsSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (changes: RequestsSearch): void =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...changes }), replace: true });
  const { which = me.role === 'campus_it' ? 'campus' : 'open', at, who, words, about } = search;
  const filters = {
    ...FILTERS[which],
    ...(at !== undefined && { locationId: at }),
    ...(who !== undefined && { assignee: who }),
    ...(words !== undefined && { search: words }),
    ...(about !== undefined && { category: about }),
  };
  // Without filters, the requests of a tier come by what is due first.
  const isQueue =
    (which === 'library' || which === 'campus') && [who, words, about].every((one) => one === undefined);
  const query = usePages({
    queryKey: ['requests', 'list', filters],
    page: (cursor) => listRequests({ ...filters, limit: SHOWN, cursor }),
    enabled: !isQueue,
  });
  const isNarrowed = [at, who, words, about].some((one) => one !== undefined);
  const clear = () => change({ at: undefined, who: undefined, words: undefined, about: undefined });
  return (
    <Page title={t('title')} actions={<Save filters={filters} />}>
      <SegmentedControl
        aria-label={t('which')}
        className="tap-row"
        value={which}
        onChange={(value) => change({ which: value })}
        data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
      />
      <Filters search={search} onChange={change} />
      {isQueue ? (
        <TierQueue tier={FILTERS[which].tier} locationId={at} />
      ) : (
        <Loaded query={query}>
          {(requests) =>
            requests.length === 0 ? (
              <Empty
                title={t(isNarrowed ? 'noneFound' : `none.${which}`)}
                action={
                  isNarrowed && (
                    <Button variant="default" onClick={clear}>
                      {t('clear')}
                    </Button>
                  )
                }
              >
                {!isNarrowed && t('noneHint')}
              </Empty>
            ) : (
              <Stack gap="sm">
                <List requests={requests} />
                <ShowMore pages={query} />
              </Stack>
            )
          }
        </Loaded>
      )}
    </Page>
  );
});

/** The words to choose from, with the one that an address asks for. */
const wordsOf = (categories: readonly Category[], asked: string | undefined): string[] => {
  const words = categories.filter(({ mergedIntoId }) => mergedIntoId === null).map(({ name }) => name);
  return asked === undefined || words.includes(asked) ? words : [...words, asked];
};

type ListedRequest = Parameters<typeof RequestCard>[0]['request'];

function List({ requests }: { requests: readonly ListedRequest[] }) {
  const { locations, nameOf, zoneOf } = useLocations();
  return (
    <ul className="plain-list long-list">
      {requests.map((request) => (
        <li key={request.id} className="card">
          <RequestCard
            request={request}
            {...(locations.length > 1 && { place: nameOf(request.locationId) })}
            zone={zoneOf(request.locationId)}
          />
        </li>
      ))}
    </ul>
  );
}

function Filters({
  search: { at, who, words, about },
  onChange,
}: {
  search: RequestsSearch;
  onChange: (changes: RequestsSearch) => void;
}) {
  const t = useTranslations('requests');
  const { categories, nameOf } = useCategories();
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
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" component="search">
      <TextInput
        type="search"
        label={t('words')}
        maxLength={100}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          find(currentTarget.value);
        }}
      />
      <NativeSelect
        label={t('who')}
        value={who ?? ''}
        onChange={({ currentTarget }) =>
          onChange({ who: (currentTarget.value || undefined) as RequestsSearch['who'] })
        }
        data={[
          { value: '', label: t('anybody') },
          { value: 'me', label: t('me') },
          { value: 'nobody', label: t('nobody') },
        ]}
      />
      <NativeSelect
        label={t('about')}
        value={about ?? ''}
        onChange={({ currentTarget }) => onChange({ about: currentTarget.value || undefined })}
        data={[
          { value: '', label: t('anything') },
          ...wordsOf(categories, about).map((word) => ({ value: word, label: nameOf(word) })),
        ]}
      />
      <LocationField value={at ?? ''} onChange={(id) => onChange({ at: id || undefined })} all />
    </SimpleGrid>
  );
}

function Save({ filters }: { filters: Record<string, string | boolean> }) {
  const t = useTranslations('requests');
  const query = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]));
  const save = useAct({
    run: () => saveCsvOf(`/api/v1/support-requests?${query}`, 'support-requests.csv'),
  });
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => save.mutate()} loading={save.isPending}>
        {t('save')}
      </Button>
    </Group>
  );
}
