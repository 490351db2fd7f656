import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useLocations } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { withAccountTexts } from '../i18n/account-texts.js';
import { InvitationLink } from '../people/invitation-link.js';
import { InvitationState, OpenInvitations } from '../people/open-invitations.js';
import { EMail } from '../ui/e-mail.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { ChangeAccount, EndAccount } from './change-account.js';
import { InviteAccount } from './invite-account.js';
import { usersQuery } from './entity-names.js';

const inviteAgain = (id: string): Promise<Schemas['InvitationDto']> =>
  ask(api.POST('/api/v1/users/{id}/invitations', { ...once(), params: { path: { id } } }));

/** Users and their roles. Operators are created under People. */
export const Users = withAccountTexts(function Users() {
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
            <OpenInvitations people={users} invite={({ id }) => inviteAgain(id)} />
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
      {isInviting && <InviteAccount onClose={() => setInviting(false)} />}
    </Page>
  );
});

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
    run: () => inviteAgain(user.id),
  });
  const signOut = useAct({
    run: () => ask(api.POST('/api/v1/users/{id}/sign-out', { ...once(), params: { path: { id: user.id } } })),
    said: () => t('signedOut', { name: user.name }),
  });
  const [opened, setOpened] = useState<'change' | 'end' | null>(null);
  const close = (): void => setOpened(null);
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
        {invite.data ? (
          <InvitationLink url={invite.data.invitationUrl} isMailed={invite.data.isMailed} />
        ) : (
          <InvitationState invitee={user} />
        )}
      </div>
      <Group gap="xs">
        <Button
          size="sm"
          variant="subtle"
          px="xs"
          onClick={() => setOpened('change')}
          aria-label={t('changeOf', { name: user.name })}
        >
          {t('change')}
        </Button>
        <Button size="sm" variant="subtle" px="xs" onClick={() => invite.mutate()} loading={invite.isPending}>
          {user.active ? t('newInvitation') : t('inviteAgain')}
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
            onClick={() => setOpened('end')}
            aria-label={t('removeOf', { name: user.name })}
          >
            {t('remove')}
          </Button>
        )}
      </Group>
      {opened === 'change' && <ChangeAccount user={user} onClose={close} />}
      {opened === 'end' && <EndAccount user={user} onClose={close} />}
    </div>
  );
}
