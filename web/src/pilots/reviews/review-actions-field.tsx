import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { DateField, TextField } from '../../ui/fields.js';
import { Several } from '../several.js';

export interface WrittenAction {
  /** Left out for a new one. */
  id?: string;
  text: string;
  /** The id of a user, or a name. */
  owner: string;
  ownerName: string;
  dueOn: string;
  done: boolean;
}

const FRESH: WrittenAction = { text: '', owner: '', ownerName: '', dueOn: '', done: false };
const SOMEBODY_ELSE = '';

/** A name is its own name; an account has another one than its id. */
const isAccount = ({ owner, ownerName }: WrittenAction): boolean => owner !== ownerName;

/** Whoever has the action already can keep it, also when they no longer see the pilot. */
const choicesOf = (
  action: WrittenAction,
  owners: readonly Schemas['OwnerDto'][],
): readonly Schemas['OwnerDto'][] =>
  !isAccount(action) || owners.some(({ id }) => id === action.owner)
    ? owners
    : [{ id: action.owner, name: action.ownerName }, ...owners];

/** What is to be done after a review, by whom, until when. Those with an account are reminded. */
export function ReviewActionsField({
  value,
  owners,
  onChange,
}: {
  value: WrittenAction[];
  owners: readonly Schemas['OwnerDto'][];
  onChange: (value: WrittenAction[]) => void;
}) {
  const t = useTranslations('pilotReviews');
  return (
    <Several
      title={t('actions')}
      hint={t('actionsHint')}
      value={value}
      onChange={onChange}
      fresh={FRESH}
      add={t('addAction')}
      nameOf={(number) => t('actionNumber', { number })}
    >
      {(action, change) => (
        <>
          <TextField label={t('what')} value={action.text} onChange={(text) => change({ ...action, text })} />
          <NativeSelect
            label={t('owner')}
            value={isAccount(action) ? action.owner : SOMEBODY_ELSE}
            onChange={({ currentTarget }) => {
              const ownerName = owners.find(({ id }) => id === currentTarget.value)?.name ?? '';
              change({ ...action, owner: currentTarget.value, ownerName });
            }}
            data={[
              { value: SOMEBODY_ELSE, label: t('somebodyElse') },
              ...choicesOf(action, owners).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {!isAccount(action) && (
            <TextField
              label={t('ownerName')}
              value={action.owner}
              onChange={(owner) => change({ ...action, owner, ownerName: owner })}
            />
          )}
          <DateField
            label={t('dueOn')}
            value={action.dueOn}
            onChange={(dueOn) => change({ ...action, dueOn })}
          />
        </>
      )}
    </Several>
  );
}
