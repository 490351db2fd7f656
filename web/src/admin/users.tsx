import { Badge, Button, Checkbox, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../app/me.js';
import type { Role } from '../app/sections.js';
import { InvitationLink } from '../people/invitation-link.js';
import { Dialog } from '../ui/dialog.js';
import { EMail } from '../ui/e-mail.js';
import { EmailField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/states.js';
import { useAct } from '../ui/use-act.js';
import { usersQuery } from './names.js';

const ROLES: readonly Role[] = ['supervisor', 'campus_it', 'admin'];

/** Who may sign in, and as what. Operators are made under People. */
export function Users() {
  const t = useTranslations('users');
  const [isInviting, setInviting] = useState(false);
  const query = useQuery(usersQuery);
  return (
    <Page
      title={t('title')}
      note={t('hint')}
      actions={<Button onClick={() => setInviting(true)}>{t('invite')}</Button>}
    >
      <Loaded query={query}>
        {(users) => (
          <Stack gap="lg">
            {(['staff', 'operators'] as const).map((kind) => (
              <Several
                key={kind}
                kind={kind}
                users={users.filter(({ role }) => (role === 'operator') === (kind === 'operators'))}
              />
            ))}
          </Stack>
        )}
      </Loaded>
      {isInviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Several({ kind, users }: { kind: 'staff' | 'operators'; users: Schemas['UserDto'][] }) {
  const t = useTranslations('users');
  if (users.length === 0) return null;
  return (
    <section aria-labelledby={kind}>
      <Title order={2} size="h4" id={kind} mb="xs">
        {t(kind, { count: users.length })}
      </Title>
      <ul className="plain-list">
        {users
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map((user) => (
            <li key={user.id} className="card">
              <Row user={user} />
            </li>
          ))}
      </ul>
    </section>
  );
}

function Row({ user }: { user: Schemas['UserDto'] }) {
  const t = useTranslations('users');
  const me = useMe();
  const { locations } = useLocations();
  const where = locations.filter(({ id }) => user.locationIds.includes(id)).map(({ name }) => name);
  const invite = useAct({
    run: () =>
      ask(api.POST('/api/v1/users/{id}/invitations', { ...once(), params: { path: { id: user.id } } })),
    inForm: true,
  });
  const signOut = useAct({
    run: () => ask(api.POST('/api/v1/users/{id}/sign-out', { ...once(), params: { path: { id: user.id } } })),
    said: () => t('signedOut', { name: user.name }),
  });
  const [isRemoving, setRemoving] = useState(false);
  return (
    <div className="card-row">
      <div>
        <Group gap="xs">
          <Text fw={600}>{user.name}</Text>
          {user.role !== 'operator' && <Badge variant="outline">{t(`roles.${user.role}`)}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          <EMail address={user.email} />
          {where.map((name) => ` · ${name}`).join('')}
        </Text>
        <InvitationLink url={invite.data?.invitationUrl} />
      </div>
      <Group gap="xs">
        <Button size="sm" variant="subtle" px="xs" onClick={() => invite.mutate()} loading={invite.isPending}>
          {t('newInvitation')}
        </Button>
        {user.id !== me.id && user.active && (
          <Button
            size="sm"
            variant="subtle"
            px="xs"
            onClick={() => signOut.mutate()}
            loading={signOut.isPending}
            aria-label={t('signOutOf', { name: user.name })}
          >
            {t('signOut')}
          </Button>
        )}
        {user.id !== me.id && user.role !== 'operator' && (
          <Button
            size="sm"
            variant="subtle"
            px="xs"
            onClick={() => setRemoving(true)}
            aria-label={t('removeOf', { name: user.name })}
          >
            {t('remove')}
          </Button>
        )}
      </Group>
      {isRemoving && <Remove user={user} onClose={() => setRemoving(false)} />}
    </div>
  );
}

/** There is no way back from it, so it is asked for. */
function Remove({ user: { id, name }, onClose }: { user: Schemas['UserDto']; onClose: () => void }) {
  const t = useTranslations('users');
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/users/{id}', { params: { path: { id } } })),
    said: () => t('removed', { name }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t('removeTitle', { name })} onClose={onClose}>
      <Form
        act={remove}
        submit={t('remove')}
        also={
          <Button variant="default" onClick={onClose}>
            {t('keep')}
          </Button>
        }
      >
        <Text>{t('removeHint')}</Text>
      </Form>
    </Dialog>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const t = useTranslations('users');
  const { locations } = useLocations();
  const [form, setForm] = useState({
    name: '',
    email: '',
    role: 'supervisor' as Role,
    locationIds: [] as string[],
  });
  const invite = useAct({
    run: () => {
      const { locationIds, ...rest } = form;
      const body = { ...rest, ...(rest.role !== 'admin' && { locationIds }) };
      return ask(api.POST('/api/v1/users', { ...once(), body }));
    },
    inForm: true,
  });
  return (
    <Dialog title={t('invite')} onClose={onClose} isFirm>
      {invite.data ? (
        <Stack gap="sm">
          <Text>{t('invited', { name: invite.data.name })}</Text>
          <InvitationLink url={invite.data.invitationUrl} />
        </Stack>
      ) : (
        <Form act={invite} submit={t('submit')}>
          <TextField label={t('name')} value={form.name} onChange={(name) => setForm({ ...form, name })} />
          <EmailField
            label={t('email')}
            value={form.email}
            onChange={(email) => setForm({ ...form, email })}
          />
          <NativeSelect
            label={t('role')}
            value={form.role}
            onChange={({ currentTarget }) => setForm({ ...form, role: currentTarget.value as Role })}
            data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
          />
          {form.role !== 'admin' && (
            <Checkbox.Group
              label={t('locations')}
              value={form.locationIds}
              onChange={(locationIds) => setForm({ ...form, locationIds })}
            >
              <Stack gap="xs" mt={4}>
                {locations.map(({ id, name }) => (
                  <Checkbox key={id} size="md" value={id} label={name} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
        </Form>
      )}
    </Dialog>
  );
}
