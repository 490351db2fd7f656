import { Alert, Button, List, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { queryClient } from '../api/queries.js';
import { useProblemText } from '../ui/query-states.js';
import { CopyAllLinks, InvitationLink } from './invitation-link.js';
import { parsePeople, type Person } from './parse-people.js';

/** Enough people to see whether the list was understood. */
const SHOWN = 12;

interface Outcome {
  person: Person;
  invitationUrl?: string | undefined;
  isMailed?: boolean | undefined;
  problem?: string;
}

/** Turns a pasted list into operators, one after another, each with a link to choose a password. */
export function InvitePeople({ locationIds, onDone }: { locationIds?: string[]; onDone?: () => void }) {
  const t = useTranslations('invitePeople');
  const linkTexts = useTranslations('invitations');
  const textOf = useProblemText();
  const [text, setText] = useState('');
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const { people, unread } = parsePeople(text);
  const invite = useMutation({
    mutationFn: async () => {
      const failed: string[] = [];
      for (const person of people) {
        const { line: _line, ...found } = person;
        const { name, email } = found;
        try {
          const body = { ...found, ...(locationIds && { locationIds }) };
          const { invitationUrl, isMailed } = await ask(api.POST('/api/v1/operators', { ...once(), body }));
          setOutcomes((all) => [...all, { person, invitationUrl, isMailed }]);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          failed.push(`${name}, ${email}`);
          setOutcomes((all) => [...all, { person, problem: textOf(error) }]);
        }
      }
      return failed;
    },
    onSuccess: (failed) => {
      setText([...failed, ...unread.map((line) => line.text)].join('\n'));
      void queryClient.invalidateQueries({ queryKey: ['operators'] });
      if (failed.length === 0 && unread.length === 0) onDone?.();
    },
  });
  return (
    <Stack gap="sm">
      <Textarea
        label={t('label')}
        description={t('hint')}
        placeholder={'Maya Lin, maya@example.edu\nLeo Park, leo@example.edu'}
        autosize
        minRows={4}
        maxRows={14}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {unread.length > 0 && (
        <Alert color="orange" variant="light" title={t('unread', { count: unread.length })}>
          <List size="sm">
            {unread.slice(0, 5).map((line) => (
              <List.Item key={line.line}>{t('line', { line: line.line, text: line.text })}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {people.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {t('found', { count: people.length })}
          </Text>
          <ul className="plain-list" aria-label={t('foundList')}>
            {people.slice(0, SHOWN).map((person) => (
              <li key={person.line + person.email} className="wrapping">
                <Text size="sm">
                  {person.name} · {person.email}
                  {person.employeeId !== undefined && ` · ${t('number', { id: person.employeeId })}`}
                  {person.weeklyHourCap !== undefined && ` · ${t('cap', { hours: person.weeklyHourCap })}`}
                </Text>
              </li>
            ))}
          </ul>
          {people.length > SHOWN && (
            <Text size="sm" c="dimmed">
              {t('more', { count: people.length - SHOWN })}
            </Text>
          )}
        </div>
      )}
      {invite.error && <Text c="red">{textOf(invite.error)}</Text>}
      <Button onClick={() => invite.mutate()} disabled={people.length === 0} loading={invite.isPending}>
        {t('submit', { count: people.length })}
      </Button>
      {outcomes.some(({ invitationUrl, isMailed }) => invitationUrl !== undefined && isMailed !== true) && (
        <Text size="sm">{linkTexts('notSentEach')}</Text>
      )}
      <CopyAllLinks
        links={outcomes.flatMap(({ person: { name, email }, invitationUrl: url }) =>
          url === undefined ? [] : [{ name, email, url }],
        )}
      />
      {outcomes.length > 0 && (
        <ul className="plain-list" aria-live="polite">
          {outcomes.map(({ person, invitationUrl, isMailed, problem }) => (
            <li key={`${person.line} ${person.email}`} className="card">
              <Text fw={600}>{person.name}</Text>
              {problem ? (
                <Text size="sm">{problem}</Text>
              ) : (
                <InvitationLink url={invitationUrl} isMailed={isMailed === true} isAlone={false} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
