import { Button, Group, NativeSelect, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, once, type Schemas } from '../../api/client.js';
import { withOutreachTexts } from '../../i18n/outreach-texts.js';
import { inZone, millisOf } from '../../time/local-time.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { Loaded } from '../../ui/query-states.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useAct } from '../../ui/use-act.js';
import { SharedAddress } from '../shared-address.js';

type Location = Schemas['LocationDto'];
type Link = Schemas['OnDutyLinkDto'];

const linksQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['on-duty-link', locationId],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/on-duty-links', { params: { query: { locationId, limit: 200, cursor } } }),
      ),
  });

/** The links that show who is on duty at a location. */
export const OnDutyLinks = withOutreachTexts(function OnDutyLinks({ location }: { location: Location }) {
  const t = useTranslations('onDuty');
  const query = useQuery(linksQuery(location.id));
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-labelledby="on-duty">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="on-duty">
          {t('title')}
        </Title>
        <Button variant="default" onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {t('hint')}
      </Text>
      <Loaded query={query} rows={1}>
        {(links) =>
          links.length === 0 ? (
            <Text>{t('none')}</Text>
          ) : (
            <ul className="plain-list">
              {links.map((link) => (
                <li key={link.id} className="card">
                  <OneLink link={link} zone={location.timeZone} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAdding && <NewLink location={location} onClose={() => setAdding(false)} />}
    </section>
  );
});

function OneLink({ link: { id, label, shows, createdAt, lastUsedAt }, zone }: { link: Link; zone: string }) {
  const t = useTranslations('onDuty');
  const what = label ?? t('unnamed');
  const dateText = (iso: string): string => dateWithYearOf(inZone(millisOf(iso), zone));
  const revoke = useAct({
    run: () => ask(api.DELETE('/api/v1/on-duty-links/{id}', { params: { path: { id } } })),
    said: () => t('revoked'),
  });
  return (
    <SharedAddress
      what={what}
      facts={[
        t(shows),
        t('made', { at: dateText(createdAt) }),
        lastUsedAt === null ? t('neverRead') : t('read', { at: dateText(lastUsedAt) }),
      ]}
      revoke={revoke}
      words={{ revoke: t('revoke'), revokeOf: t('revokeOf', { what }) }}
    />
  );
}

function NewLink({ location, onClose }: { location: Location; onClose: () => void }) {
  const t = useTranslations('onDuty');
  const [form, setForm] = useState<{ shows: Link['shows']; label: string }>({ shows: 'names', label: '' });
  const [made, setMade] = useState<{ url: string; dataUrl: string } | null>(null);
  const make = useAct({
    run: () => {
      const label = form.label.trim();
      const body = { locationId: location.id, shows: form.shows, ...(label !== '' && { label }) };
      return ask(api.POST('/api/v1/on-duty-links', { ...once(), body }));
    },
    inForm: true,
    done: ({ url = '', dataUrl = '' }) => setMade({ url, dataUrl }),
  });
  return (
    <Dialog title={t('formTitle', { name: location.name })} onClose={onClose} isFirm={made !== null}>
      {made === null ? (
        <Form act={make} submit={t('make')}>
          <NativeSelect
            label={t('shows')}
            value={form.shows}
            onChange={({ currentTarget }) =>
              setForm({ ...form, shows: currentTarget.value as Link['shows'] })
            }
            data={(['names', 'positions'] as const).map((value) => ({ value, label: t(value) }))}
          />
          <TextField
            label={t('label')}
            description={t('labelHint')}
            value={form.label}
            onChange={(label) => setForm({ ...form, label })}
          />
        </Form>
      ) : (
        <ShownOnce
          value={made.url}
          words={{
            onlyNow: t('onlyNow'),
            onlyNowHint: t('onlyNowHint'),
            copy: t('copy'),
            copied: t('copied'),
            done: t('close'),
          }}
          onClose={onClose}
        >
          <Text size="sm">{t('data')}</Text>
          <Text size="sm" component="code" className="wrapping">
            {made.dataUrl}
          </Text>
        </ShownOnce>
      )}
    </Dialog>
  );
}
