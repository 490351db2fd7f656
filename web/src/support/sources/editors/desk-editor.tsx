import { NativeSelect, TagsInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { TextField } from '../../../ui/fields.js';
import { anyEditor, textOf, textsOf, withoutEmpty, type AnyEditor, type Settings } from './editor.js';
import { PrioritiesField } from './priorities-field.js';
import { meaningsOf, prioritiesOf, type Meaning } from './priority-words.js';
import { SecretField } from './secret-field.js';

interface Draft {
  baseUrl: string;
  secret: string;
  desks: string[];
  campusItDesks: string[];
  openIn: string;
  waitingStatuses: string[];
  meanings: Meaning[];
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
      meanings: meaningsOf(priorities),
      placeField: textOf(placeField),
      categoryField: textOf(categoryField),
      others,
    }),
    settingsOf: ({ secret, desks, campusItDesks, waitingStatuses, meanings, others, ...shown }) => {
      const words = prioritiesOf(meanings);
      return (
        words && {
          ...withoutEmpty({
            ...others,
            ...shown,
            [names.secret]: secret,
            [names.desks]: desks,
            [names.campusItDesks]: campusItDesks,
          }),
          ...words,
          // None is something else than what is usual.
          waitingStatuses,
        }
      );
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
          <PrioritiesField
            hint={t(`${texts}.prioritiesHint`)}
            meanings={draft.meanings}
            onChange={(meanings) => set({ meanings })}
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
