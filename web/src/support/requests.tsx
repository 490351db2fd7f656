import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { usePages } from '../api/pages.js';
import { saveCsvOf } from '../api/save-file.js';
import { withRequestTexts } from '../i18n/request-texts.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { ShowMore } from '../ui/show-more.js';
import { useAct } from '../ui/use-act.js';
import { listRequests } from './list-requests.js';
import { RequestCard } from './request-card.js';
import { countOf, filtersOf, RequestFilters } from './request-filters.js';
import { TierQueue } from './tier-queue.js';
import { VIEWS, type RequestsSearch, type View } from './requests-search.js';

const SHOWN = 50;

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
  const { which = me.role === 'campus_it' ? 'campus' : 'open' } = search;
  const filters = { ...FILTERS[which], ...filtersOf(search) };
  // The requests of a tier come by what is due first.
  const isQueue = which === 'library' || which === 'campus';
  const query = usePages({
    queryKey: ['requests', 'list', filters],
    page: (cursor) => listRequests({ ...filters, limit: SHOWN, cursor }),
    enabled: !isQueue,
  });
  const isNarrowed = countOf(search) > 0;
  const noneFound = isNarrowed && <Empty title={t('noneFound')}>{t('noneFoundHint')}</Empty>;
  return (
    <Page title={t('title')} actions={<Save filters={filters} />}>
      <SegmentedControl
        aria-label={t('which')}
        className="tap-row"
        value={which}
        onChange={(value) => change({ which: value })}
        data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
      />
      <RequestFilters search={search} onChange={change} />
      {isQueue ? (
        <TierQueue tier={FILTERS[which].tier} filters={filtersOf(search)} noneFound={noneFound || null} />
      ) : (
        <Loaded query={query}>
          {(requests) =>
            requests.length === 0 ? (
              noneFound || <Empty title={t(`none.${which}`)}>{t('noneHint')}</Empty>
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
