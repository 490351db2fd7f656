import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, once, type Schemas } from '../../api/client.js';
import { useSettings } from '../../api/lookups.js';
import { inZone, millisOf } from '../../time/local-time.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { Loaded } from '../../ui/query-states.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useAct } from '../../ui/use-act.js';

type Link = Schemas['BriefLinkDto'];

const DAYS = ['7', '30', '90'] as const;

const briefLinksQuery = (id: string) =>
  queryOptions({
    queryKey: ['brief-link', id],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/pilots/{id}/brief-links', {
          params: { path: { id }, query: { limit: 200, cursor } },
        }),
      ),
  });

/** Shares the brief as it is now by a link, and revokes links. */
export function ShareBrief({ pilot, onClose }: { pilot: Schemas['PilotDto']; onClose: () => void }) {
  const t = useTranslations('brief');
  const [days, setDays] = useState<string>('30');
  const [shared, setShared] = useState<string | null>(null);
  const query = useQuery(briefLinksQuery(pilot.id));
  const share = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/pilots/{id}/brief-links', {
          ...once(),
          params: { path: { id: pilot.id } },
          body: { days: Number(days) },
        }),
      ),
    inForm: true,
    done: ({ shareUrl }) => setShared(shareUrl ?? null),
  });
  return (
    <Dialog title={t('shareTitle', { name: pilot.name })} onClose={onClose} isFirm={shared !== null}>
      <Stack gap="md">
        {shared === null ? (
          <Form act={share} submit={t('make')}>
            <Text size="sm">{t('shareHint')}</Text>
            <NativeSelect
              label={t('works')}
              value={days}
              onChange={({ currentTarget }) => setDays(currentTarget.value)}
              data={DAYS.map((value) => ({ value, label: t('days', { days: Number(value) }) }))}
            />
          </Form>
        ) : (
          <ShownOnce
            value={shared}
            words={{
              onlyNow: t('onlyNow'),
              onlyNowHint: t('onlyNowHint'),
              copy: t('copy'),
              copied: t('copied'),
              done: t('close'),
            }}
            onClose={onClose}
          />
        )}
        <Loaded query={query} rows={1}>
          {(links) => (links.length === 0 ? null : <Links links={links} />)}
        </Loaded>
      </Stack>
    </Dialog>
  );
}

function Links({ links }: { links: readonly Link[] }) {
  const t = useTranslations('brief');
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('links')}
      </Text>
      <ul className="plain-list">
        {links.map((link) => (
          <li key={link.id} className="card-row">
            <OneLink link={link} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneLink({ link: { id, pilotId, createdAt, expiresAt } }: { link: Link }) {
  const t = useTranslations('brief');
  const { timeZone } = useSettings();
  const dateText = (instant: string): string => dateWithYearOf(inZone(millisOf(instant), timeZone));
  const when = t('link', { made: dateText(createdAt), until: dateText(expiresAt) });
  const revoke = useAct({
    run: () =>
      ask(
        api.DELETE('/api/v1/pilots/{id}/brief-links/{linkId}', {
          params: { path: { id: pilotId, linkId: id } },
        }),
      ),
    said: () => t('revoked'),
  });
  return (
    <>
      <Text size="sm">{when}</Text>
      <Button
        size="sm"
        variant="default"
        aria-label={t('revokeOf', { when })}
        onClick={() => revoke.mutate()}
        loading={revoke.isPending}
      >
        {t('revoke')}
      </Button>
    </>
  );
}
