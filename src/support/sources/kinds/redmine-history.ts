import { periodsOf, type Past, type ToldChange } from '../../../domain/told-past.js';
import type { RedmineChange, RedmineIssue, RedmineJournal } from './redmine-api.js';

/** What an answer changes when it says nothing. */
const ANSWERING = ['status_id', 'assigned_to_id'];

/** The numbers of statuses and projects that mean something, as texts. */
export interface RedmineMeanings {
  waiting: ReadonlySet<string>;
  closed: ReadonlySet<string>;
  campusIt: ReadonlySet<string>;
}

/** Users may have chosen to see the latest first. */
export const inOrder = (journals: readonly RedmineJournal[]): RedmineJournal[] =>
  journals.toSorted((a, b) => Date.parse(a.created_on) - Date.parse(b.created_on) || a.id - b.id);

const isChangeOf = ({ property, name }: RedmineChange, names: readonly string[]): boolean =>
  property === 'attr' && names.includes(name);

/** Of a field, by number. */
const changesOf = (journals: readonly RedmineJournal[], field: string): ToldChange[] =>
  journals.flatMap(({ created_on, details = [] }) =>
    details
      .filter((change) => isChangeOf(change, [field]))
      .map((change) => ({
        at: Date.parse(created_on),
        from: String(change.old_value),
        to: String(change.new_value),
      })),
  );

/** From one project to another, by number. */
export const movesOf = (journals: readonly RedmineJournal[]): ToldChange[] =>
  changesOf(journals, 'project_id');

/** When an issue waited, was closed, and was in a project of Campus IT. `journals` in their order. */
export function pastOf(
  issue: RedmineIssue,
  journals: readonly RedmineJournal[],
  { waiting, closed, campusIt }: RedmineMeanings,
): Past {
  const times = { openedAt: Date.parse(issue.created_on), changedAt: Date.parse(issue.updated_on) };
  const states = changesOf(journals, 'status_id');
  const state = String(issue.status.id);
  return {
    waiting: periodsOf(states, { ...times, state }, (id) => waiting.has(id)),
    resolved: periodsOf(states, { ...times, state }, (id) => closed.has(id)),
    withCampusIt: periodsOf(movesOf(journals), { ...times, state: String(issue.project.id) }, (id) =>
      campusIt.has(id),
    ),
  };
}

/**
 * When somebody other than its author first wrote something that is not private, or changed the status or the assignee.
 */
export function firstResponseAt(
  { author }: RedmineIssue,
  journals: readonly RedmineJournal[],
): number | null {
  const first = journals.find(
    ({ user, notes, private_notes: isPrivate, details = [] }) =>
      user?.id !== author?.id &&
      ((Boolean(notes?.trim()) && isPrivate !== true) ||
        details.some((change) => isChangeOf(change, ANSWERING))),
  );
  return first ? Date.parse(first.created_on) : null;
}
