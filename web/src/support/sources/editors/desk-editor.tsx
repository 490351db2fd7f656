import { NativeSelect, TagsInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isPriority } from '../../../../../src/domain/service-clock.js';
import { TextField } from '../../../ui/fields.js';
import { anyEditor, textOf, textsOf, withoutEmpty, type AnyEditor, type Settings } from './editor.js';
import { SecretField } from './secret-field.js';

interface Draft {
  baseUrl: string;
  secret: string;
  desks: string[];
  campusItDesks: string[];
  openIn: string;
  waitingStatuses: string[];
  /** `word = priority`. */
  priorities: string[];
  placeField: string;
  categoryField: string;
  /** What the form does not show. */
  others: Settings;
}

/** A system that sorts its tickets into desks: queues or projects. */
function deskEditor({
  kind,
  texts,
  names,
  waiting,
}: {
  kind: 'request-tracker' | 'redmine';
  texts: 'rt' | 'redmine';
  names: { secret: string; desks: string; campusItDesks: string };
  /** The statuses of waiting, if the settings name none. */
  waiting: readonly string[];
}): AnyEditor {
  return anyEditor<Draft>({
    kind,
    draftOf: ({
      baseUrl,
      openIn,
      waitingStatuses = waiting,
      priorities,
      placeField,
      categoryField,
      [names.desks]: desks,
      [names.campusItDesks]: campusItDesks,
      ...others
    }) => ({
      baseUrl: textOf(baseUrl),
      secret: '',
      desks: textsOf(desks),
      campusItDesks: textsOf(campusItDesks),
      openIn: textOf(openIn),
      waitingStatuses: textsOf(waitingStatuses),
      priorities: Object.entries(priorities ?? {}).map(([word, meant]) => `${word} = ${meant}`),
      placeField: textOf(placeField),
      categoryField: textOf(categoryField),
      others,
    }),
    settingsOf: ({ secret, desks, campusItDesks, waitingStatuses, priorities, others, ...shown }) =>
      priorities.some((text) => meaningOf(text) === null)
        ? null
        : {
            ...(priorities.length > 0 && {
              priorities: Object.fromEntries(priorities.map((text) => meaningOf(text)!)),
            }),
            ...withoutEmpty({
              ...others,
              ...shown,
              [names.secret]: secret,
              [names.desks]: desks,
              [names.campusItDesks]: campusItDesks,
            }),
            // None is something else than what is usual.
            waitingStatuses,
          },
    Fields: function DeskFields({ draft, onChange, isNew }) {
      const t = useTranslations('sources');
      const set = (change: Partial<Draft>): void => onChange({ ...draft, ...change });
      return (
        <>
          <TextField
            label={t(`${texts}.baseUrl`)}
            description={t(`${texts}.baseUrlHint`)}
            value={draft.baseUrl}
            onChange={(baseUrl) => set({ baseUrl })}
          />
          <SecretField
            label={t(`${texts}.secret`)}
            hint={t(`${texts}.secretHint`)}
            isNew={isNew}
            value={draft.secret}
            onChange={(secret) => set({ secret })}
          />
          <TagsInput
            label={t(`${texts}.desks`)}
            description={t(`${texts}.desksHint`)}
            required={kind === 'request-tracker' && draft.desks.length === 0}
            acceptValueOnBlur
            value={draft.desks}
            onChange={(desks) => set({ desks })}
          />
          <TagsInput
            label={t(`${texts}.campusItDesks`)}
            description={t(`${texts}.campusItDesksHint`)}
            acceptValueOnBlur
            value={draft.campusItDesks}
            onChange={(campusItDesks) => set({ campusItDesks })}
          />
          {(draft.campusItDesks.length > 0 || draft.openIn !== '') && (
            <NativeSelect
              label={t('openIn')}
              description={t(`${texts}.openInHint`)}
              value={draft.openIn}
              onChange={({ currentTarget }) => set({ openIn: currentTarget.value })}
              data={[
                { value: '', label: t('openInNone') },
                ...new Set([...draft.campusItDesks, draft.openIn]),
              ].filter((name) => name !== '')}
            />
          )}
          <TagsInput
            label={t('waitingStatuses')}
            description={t(`${texts}.waitingStatusesHint`)}
            acceptValueOnBlur
            value={draft.waitingStatuses}
            onChange={(waitingStatuses) => set({ waitingStatuses })}
          />
          <TagsInput
            label={t('priorities')}
            description={t(`${texts}.prioritiesHint`)}
            error={draft.priorities.some((text) => meaningOf(text) === null) ? t('prioritiesWrong') : null}
            acceptValueOnBlur
            value={draft.priorities}
            onChange={(priorities) => set({ priorities })}
          />
          <TextField
            label={t('placeField')}
            description={t(`${texts}.placeFieldHint`)}
            required={false}
            value={draft.placeField}
            onChange={(placeField) => set({ placeField })}
          />
          <TextField
            label={t('categoryField')}
            description={t(`${texts}.categoryFieldHint`)}
            required={false}
            value={draft.categoryField}
            onChange={(categoryField) => set({ categoryField })}
          />
        </>
      );
    },
  });
}

/** A word of the system and our priority, of `word = priority`; null when it is not written so. */
function meaningOf(text: string): [word: string, priority: string] | null {
  const [, word, meant] = /^\s*(.*\S)\s*=\s*(\w+)\s*$/.exec(text) ?? [];
  const priority = meant?.toLowerCase();
  return word !== undefined && priority !== undefined && isPriority(priority) ? [word, priority] : null;
}

export const REQUEST_TRACKER = deskEditor({
  kind: 'request-tracker',
  texts: 'rt',
  names: { secret: 'token', desks: 'queues', campusItDesks: 'campusItQueues' },
  waiting: ['stalled'],
});

export const REDMINE = deskEditor({
  kind: 'redmine',
  texts: 'redmine',
  names: { secret: 'apiKey', desks: 'projects', campusItDesks: 'campusItProjects' },
  waiting: [],
});
