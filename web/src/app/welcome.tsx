import { Button, Stack, Stepper, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { resetForUser, finishSignOut } from '../api/offline-store.js';
import { locationsQuery, meQuery, queryClient, settingsQuery } from '../api/queries.js';
import { InvitePeople } from '../people/invite-people.js';
import { currentTime } from '../time/clock.js';
import { inZone, zoneOfReader, dateOf } from '../time/local-time.js';
import { EmailField, NumberField, TextField, TimeField, WeekdaysField, ZoneField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { ErrorState, Loading } from '../ui/query-states.js';
import { DemoOffer } from '../access/demo-offer.js';
import { NewPasswordField } from '../access/password-field.js';
import { setupQuery } from '../access/setup.js';

/**
 * Sets up an empty product: the first admin, the first location with its hours, the first people. Continues
 * where it was left.
 */
export function Welcome() {
  const t = useTranslations('welcome');
  const setup = useQuery(setupQuery);
  const me = useQuery(meQuery);
  const locations = useQuery({ ...locationsQuery, enabled: me.data?.role === 'admin' });
  const [locationId, setLocationId] = useState<string | null>(null);
  if (setup.error) return <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />;
  if (!setup.data || me.isPending || (me.data?.role === 'admin' && locations.isPending)) return <Loading />;
  if (!setup.data.needsFirstAdmin && me.data?.role !== 'admin') return <Navigate to="/" />;
  const step = setup.data.needsFirstAdmin ? 0 : (locations.data ?? []).length === 0 ? 1 : 2;
  if (step === 2 && locationId === null && !me.isFetching) return <Navigate to="/" />;
  return (
    <main className="alone alone-wide">
      <title>{`${t('title')} · Afterhours`}</title>
      <Stack gap="lg">
        <div>
          <Title order={1} size="h2">
            {t('title')}
          </Title>
          <Text c="dimmed">{t('hint')}</Text>
        </div>
        <Stepper active={step} size="sm" allowNextStepsSelect={false} aria-label={t('steps')}>
          <Stepper.Step label={t('you')} />
          <Stepper.Step label={t('place')} />
          <Stepper.Step label={t('people')} />
        </Stepper>
        {step === 0 && <FirstAdmin />}
        {step === 0 && <DemoOffer canLoad={setup.data.canLoadDemo} />}
        {step === 1 && <FirstLocation onDone={setLocationId} />}
        {step === 2 && <FirstPeople />}
      </Stack>
    </main>
  );
}

function FirstAdmin() {
  const t = useTranslations('welcome');
  const [form, setForm] = useState({ name: '', email: '', password: '', setupCode: '' });
  const create = useMutation({
    mutationFn: async () => {
      await finishSignOut();
      await ask(api.POST('/api/v1/auth/first-admin', { body: form }));
      const { email, password } = form;
      return ask(api.POST('/api/v1/auth/login', { body: { email, password } }));
    },
    onSuccess: async ({ user }) => {
      resetForUser(user, false);
      queryClient.setQueryData(meQuery.queryKey, user);
      await queryClient.invalidateQueries({ queryKey: setupQuery.queryKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Stack gap="md">
        <Text>{t('youHint')}</Text>
        {create.error && <ErrorState error={create.error} />}
        <TextField
          label={t('setupCode')}
          description={t('setupCodeHint')}
          value={form.setupCode}
          onChange={(setupCode) => setForm({ ...form, setupCode })}
        />
        <TextField label={t('name')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
        <EmailField label={t('email')} value={form.email} onChange={(email) => setForm({ ...form, email })} />
        <NewPasswordField
          label={t('password')}
          value={form.password}
          onChange={(password) => setForm({ ...form, password })}
        />
        <Button type="submit" loading={create.isPending}>
          {t('createAdmin')}
        </Button>
      </Stack>
    </form>
  );
}

function FirstLocation({ onDone }: { onDone: (id: string) => void }) {
  const t = useTranslations('welcome');
  const [form, setForm] = useState({
    institution: '',
    name: '',
    zone: zoneOfReader(),
    weekdays: [1, 2, 3, 4, 5],
    startsAt: '18:00',
    endsAt: '00:00',
    required: '1',
  });
  const [createdId, setCreatedId] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: async () => {
      const { institution, name, zone: timeZone, weekdays, startsAt, endsAt } = form;
      await ask(api.PATCH('/api/v1/settings', { body: { institutionName: institution, timeZone } }));
      // After the hours were refused, a second attempt uses the location that the first one created.
      const locationId =
        createdId ?? (await ask(api.POST('/api/v1/locations', { ...once(), body: { name, timeZone } }))).id;
      setCreatedId(locationId);
      const effectiveFrom = dateOf(inZone(currentTime(), timeZone));
      const body = { locationId, weekdays, startsAt, endsAt, required: Number(form.required), effectiveFrom };
      await ask(api.POST('/api/v1/coverage-hours', { ...once(), body }));
      return locationId;
    },
    onSuccess: async (id) => {
      onDone(id);
      await queryClient.invalidateQueries({ queryKey: locationsQuery.queryKey });
      await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
  });
  return (
    <Form act={create} submit={t('createLocation')}>
      <Text>{t('placeHint')}</Text>
      <TextField
        label={t('institution')}
        value={form.institution}
        onChange={(institution) => setForm({ ...form, institution })}
      />
      <TextField label={t('location')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
      <ZoneField value={form.zone} onChange={(zone) => setForm({ ...form, zone })} />
      <WeekdaysField value={form.weekdays} onChange={(weekdays) => setForm({ ...form, weekdays })} />
      <TimeField
        label={t('from')}
        value={form.startsAt}
        onChange={(startsAt) => setForm({ ...form, startsAt })}
      />
      <TimeField
        label={t('to')}
        description={t('toHint')}
        value={form.endsAt}
        onChange={(endsAt) => setForm({ ...form, endsAt })}
      />
      <NumberField
        label={t('required')}
        min={0}
        max={200}
        value={form.required}
        onChange={(required) => setForm({ ...form, required })}
      />
    </Form>
  );
}

function FirstPeople() {
  const t = useTranslations('welcome');
  const navigate = useNavigate();
  return (
    <Stack gap="md">
      <Text>{t('peopleHint')}</Text>
      <InvitePeople />
      <Button variant="default" onClick={() => void navigate({ to: '/board' })}>
        {t('toBoard')}
      </Button>
    </Stack>
  );
}
