import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { queryClient } from '../api/queries.js';
import { millisOf } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dateWithYearOf } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { useProblemText } from '../ui/query-states.js';
import { CopyAllLinks, InvitationLink } from './invitation-link.js';

/** A person with an account, accepted or not. */
export interface Invitee {
  id: string;
  name: string;
  email: string;
  active: boolean;
  invitation: Schemas['OpenInvitationDto'] | null;
}

type Invite<Person> = (person: Person) => Promise<Schemas['InvitationDto']>;
type Outcome = { url: string | undefined; isMailed: boolean } | { problem: string };

type State = 'accepted' | 'none' | 'over' | 'open' | 'waiting' | 'sent' | 'failed';

function stateOf({ active, invitation }: Invitee, now: number): State {
  if (active) return 'accepted';
  if (invitation === null) return 'none';
  if (millisOf(invitation.expiresAt) <= now) return 'over';
  const { mail } = invitation;
  return mail === null || mail === 'kept' ? 'open' : mail;
}

/** The state of an account's invitation; nothing when it was accepted. */
export function InvitationState({ invitee }: { invitee: Invitee }) {
  const t = useTranslations('invitations');
  const state = stateOf(invitee, useNow());
  if (state === 'accepted') return null;
  const date = invitee.invitation && dateWithYearOf(invitee.invitation.expiresAt);
  const needsSomebody = ['none', 'over', 'failed'].includes(state);
  return (
    <Text size="sm" fw={needsSomebody ? 600 : 400}>
      {t(`states.${state}`, { date: date ?? '' })}
    </Text>
  );
}

/** The number of people who have not accepted, and a button to invite them again. */
export function OpenInvitations<Person extends Invitee>({
  people,
  invite,
}: {
  people: readonly Person[];
  invite: Invite<Person>;
}) {
  const t = useTranslations('invitations');
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  const waiting = people.filter(({ active }) => !active);
  if (waiting.length === 0 && !isOpen) return null;
  const without = waiting.filter((one) => ['none', 'over', 'failed'].includes(stateOf(one, now))).length;
  return (
    <Group justify="space-between" className="card">
      <Text size="sm">
        {t('accepted', { accepted: people.length - waiting.length, waiting: waiting.length })}
        {without > 0 && ` ${t('without', { count: without })}`}
      </Text>
      <Button size="sm" variant="default" onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      {isOpen && <Again people={people} invite={invite} onClose={() => setOpen(false)} />}
    </Group>
  );
}

function Again<Person extends Invitee>({
  people,
  invite,
  onClose,
}: {
  people: readonly Person[];
  invite: Invite<Person>;
  onClose: () => void;
}) {
  const t = useTranslations('invitations');
  const textOf = useProblemText();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  // A person who accepts meanwhile stays in the list while their link is shown.
  const listed = people.filter(({ id, active }) => !active || outcomes.has(id));
  const remaining = listed.filter(({ id, active }) => !active && !outcomes.has(id));
  const again = useMutation({
    mutationFn: async (some: readonly Person[]) => {
      for (const person of some) {
        const outcome = await outcomeOf(() => invite(person), textOf);
        setOutcomes((all) => new Map(all).set(person.id, outcome));
      }
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['operators'] });
      void queryClient.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const links = listed.flatMap(({ id, name, email }) => {
    const outcome = outcomes.get(id);
    return outcome && 'url' in outcome && outcome.url !== undefined
      ? [{ name, email, url: outcome.url }]
      : [];
  });
  return (
    <Dialog title={t('title')} onClose={onClose} size="lg" isFirm>
      <Stack gap="sm">
        <Text size="sm">{t('hint')}</Text>
        {again.error && <Text c="red">{textOf(again.error)}</Text>}
        {remaining.length > 1 && (
          <Group>
            <Button onClick={() => again.mutate(remaining)} loading={again.isPending}>
              {t('againAll', { count: remaining.length })}
            </Button>
          </Group>
        )}
        <CopyAllLinks links={links} />
        <ul className="plain-list" aria-live="polite">
          {listed.map((person) => (
            <li key={person.id} className="card">
              <Group justify="space-between" wrap="nowrap">
                <div className="wrapping">
                  <Text fw={600}>{person.name}</Text>
                  <Text size="sm" c="dimmed">
                    {person.email}
                  </Text>
                  {!outcomes.has(person.id) && <InvitationState invitee={person} />}
                </div>
                {!outcomes.has(person.id) && (
                  <Button
                    size="sm"
                    variant="default"
                    onClick={() => again.mutate([person])}
                    disabled={again.isPending}
                    aria-label={t('againOf', { name: person.name })}
                  >
                    {t('again')}
                  </Button>
                )}
              </Group>
              <Shown outcome={outcomes.get(person.id)} />
            </li>
          ))}
        </ul>
      </Stack>
    </Dialog>
  );
}

function Shown({ outcome }: { outcome: Outcome | undefined }) {
  if (!outcome) return null;
  return 'problem' in outcome ? (
    <Text size="sm">{outcome.problem}</Text>
  ) : (
    <InvitationLink url={outcome.url} isMailed={outcome.isMailed} />
  );
}

/** A refusal for one person does not stop the others. */
async function outcomeOf(
  invite: () => Promise<Schemas['InvitationDto']>,
  textOf: (error: Error) => string,
): Promise<Outcome> {
  try {
    const { invitationUrl, isMailed } = await invite();
    return { url: invitationUrl, isMailed };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { problem: textOf(error) };
  }
}
