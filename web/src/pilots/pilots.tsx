import { Button, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { withPilotTexts } from '../i18n/pilot-texts.js';
import { dateOf, inZone } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { BeforeAfter } from './before-after/before-after.js';
import { Evaluation } from './evaluation/evaluation.js';
import { Figures } from './figures.js';
import { PilotForm } from './pilot-form.js';
import { PilotHead } from './pilot-head.js';
import { Hours } from './plots/hours.js';
import { OverTime } from './plots/over-time.js';
import { pilotsQuery } from './queries.js';
import { Life } from './reviews/life.js';
import { Reviews } from './reviews/reviews.js';
import { WaitingRequests } from './waiting-requests.js';
import { Voices } from './voices/voices.js';

type Pilot = Schemas['PilotDto'];

/**
 * Should the pilot go on? The answer first, then baseline and pilot over time, then all figures and what people say.
 */
export const Pilots = withPilotTexts(function Pilots() {
  const t = useTranslations('pilots');
  const me = useMe();
  const canChange = ['admin', 'supervisor'].includes(me.role);
  const [chosen, setChosen] = useState('');
  const [form, setForm] = useState<Pilot | 'new' | null>(null);
  const query = useQuery(pilotsQuery);
  // The future has no figures yet: a shift of next week is not uncovered time.
  const today = dateOf(inZone(useNow(300_000), useSettings().timeZone));
  const isEmpty = query.data?.length === 0;
  return (
    <Page
      title={t('title')}
      note={t('question')}
      actions={
        canChange &&
        query.data &&
        !isEmpty && (
          <Button variant="default" onClick={() => setForm('new')}>
            {t('add')}
          </Button>
        )
      }
      wide
    >
      <Loaded query={query}>
        {(pilots) => {
          const pilot = pilots.find(({ id }) => id === chosen) ?? pilots[0];
          return pilot ? (
            <Stack gap="lg" key={pilot.id}>
              {pilots.length > 1 && (
                <NativeSelect
                  label={t('pilot')}
                  value={pilot.id}
                  onChange={({ currentTarget }) => setChosen(currentTarget.value)}
                  data={pilots.map(({ id, name }) => ({ value: id, label: name }))}
                />
              )}
              <PilotHead pilot={pilot} today={today} {...(canChange && { onChange: () => setForm(pilot) })} />
              {me.role !== 'analyst' && <WaitingRequests locationIds={pilot.locationIds} />}
              <Evaluation pilot={pilot} to={today} />
              <OverTime pilot={pilot} to={today} />
              <BeforeAfter pilot={pilot} />
              <Hours pilotId={pilot.id} to={today} />
              <Figures pilot={pilot} today={today} />
              <Voices pilot={pilot} canChange={canChange} />
              <Life pilot={pilot} pilots={pilots} canChange={canChange} onChoose={setChosen} />
              {me.role !== 'analyst' && <Reviews pilot={pilot} today={today} canChange={canChange} />}
            </Stack>
          ) : (
            <Empty
              title={t('none')}
              action={canChange && <Button onClick={() => setForm('new')}>{t('addFirst')}</Button>}
            >
              {canChange ? t('noneHint') : t('noneHintReader')}
            </Empty>
          );
        }}
      </Loaded>
      {form && (
        <PilotForm pilot={form === 'new' ? null : form} onClose={() => setForm(null)} onCreated={setChosen} />
      )}
    </Page>
  );
});
