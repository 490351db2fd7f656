import type { PasswordResetFacts } from '../access/password-resets.service.js';
import type { PulseFacts } from '../pilots/voices/pulses.service.js';
import type { ReviewActionFacts } from '../pilots/reviews/review-reminders.service.js';
import type { SourceFailedFacts } from '../support/sources/source-notices.js';
import type { RequestsDueFacts } from '../support/targets/target-notices.service.js';
import type { TicketMissingFacts } from '../support/tickets/ticket-notices.js';
import { at, day, described, duration, span, when } from './message-times.js';
import type { MaintenanceFacts } from './maintenance-notices.service.js';
import type { ReminderFacts } from './reminders.service.js';
import type { SchedulingMessages } from '../scheduling/notifications/message-facts.js';

/** A gap in a digest. Instants as ISO text. */
export interface DigestedGap {
  positionName: string;
  startsAt: string;
  endsAt: string;
  required: number;
  missing: number;
}

/** All kinds of messages, with the facts that their texts use. */
export interface MessageFacts extends SchedulingMessages {
  'shift-reminder': ReminderFacts;
  maintenance: MaintenanceFacts;
  'gap-digest': { locationName: string; timeZone: string; gaps: DigestedGap[]; more: number };
  'address-changed': { newEmail: string };
  invitation: { invitationId: string; isNew: boolean; expiresAt: string };
  'api-keys-ended': { ownerName: string; names: string[] };
  'password-changed': object;
  'password-reset': PasswordResetFacts;
  pulse: PulseFacts;
  'review-action-due': ReviewActionFacts;
  'review-action-late': ReviewActionFacts;
  'source-failed': SourceFailedFacts;
  'requests-due': RequestsDueFacts;
  'ticket-missing': TicketMissingFacts;
  'source-look': SourceFailedFacts;
}

type Text<Kind extends keyof MessageFacts> = (facts: MessageFacts[Kind]) => {
  subject: string;
  lines: string[];
};

const DECIDED = {
  approved: 'You work',
  rejected: 'Not approved',
  cancelled: 'You no longer work',
  pending: 'To be decided again',
} as const;

const TEXTS: { readonly [Kind in keyof MessageFacts]: Text<Kind> } = {
  'claims-decided': ({ decisions }) => {
    const [first] = decisions;
    const subject =
      decisions.length === 1
        ? `${DECIDED[first!.status]}: ${when(first!.shift)}`
        : `${decisions.length} of your shifts were decided`;
    return {
      subject,
      lines: decisions.map(
        ({ shift, status, reason }) =>
          `${DECIDED[status]}: ${described(shift)}.${reason === null ? '' : ` Reason: ${reason}`}`,
      ),
    };
  },
  'shift-changed': ({ before, after }) => ({
    subject: `Changed: your shift is now ${when(after)}`,
    lines: [`Until now: ${described(before)}.`, `From now on: ${described(after)}.`],
  }),
  'schedule-published': ({ locationName, timeZone, startsOn, endsOn, claimableFrom, shifts }) => ({
    subject: `${locationName}: the schedule from ${day(startsOn)} to ${day(endsOn)} is out`,
    lines: [
      `${shifts === 1 ? 'One shift is' : `${shifts} shifts are`} open at ${locationName}.`,
      claimableFrom === null
        ? 'You can claim now.'
        : `You can claim from ${at(claimableFrom, timeZone).toFormat('cccc d LLLL, HH:mm ZZZZ')} on.`,
    ],
  }),
  'drop-request-opened': ({ shift, colleague }) => ({
    subject: `${colleague} asks: can you take ${when(shift)}?`,
    lines: [
      `${colleague} would like to give up ${described(shift)}.`,
      `You could take it. Whoever is first gets it; until then ${colleague} keeps it.`,
    ],
  }),
  'waitlist-offer': ({ shift, until }) => ({
    subject: `A seat is free: ${when(shift)}`,
    lines: [
      `You waited for ${described(shift)}.`,
      `It is yours if you accept by ${at(until, shift.timeZone).toFormat('cccc d LLLL, HH:mm ZZZZ')}; then the next is asked.`,
    ],
  }),
  'attendance-corrected': ({ shift, isApproved, checkedInAt, checkedOutAt, reason }) => ({
    subject: `${isApproved ? 'Corrected' : 'Not corrected'}: ${when(shift)}`,
    lines: [
      `${isApproved ? 'Recorded as worked' : 'Asked for, and not recorded'}: ${span(checkedInAt, checkedOutAt, shift.timeZone)}.`,
      ...(reason === null ? [] : [`Reason: ${reason}`]),
    ],
  }),
  'time-off-decided': ({ isApproved, startsAt, endsAt, timeZone, reason }) => ({
    subject: `Time off ${isApproved ? 'approved' : 'not approved'}: ${span(startsAt, endsAt, timeZone)}`,
    lines: [
      isApproved ? 'You will not be scheduled in that time.' : 'You can still be scheduled in that time.',
      ...(reason === null ? [] : [`Reason: ${reason}`]),
    ],
  }),
  'swap-offered': ({ colleague, offered, wanted }) => ({
    subject: `${colleague} offers you ${when(offered)}`,
    lines: [
      `${colleague} offers you: ${described(offered)}.`,
      wanted === null ? 'Nothing is asked for in return.' : `In return for yours: ${described(wanted)}.`,
    ],
  }),
  'swap-accepted': ({ colleague, offered }) => ({
    subject: `${colleague} agrees; a supervisor has to approve`,
    lines: [`${colleague} agrees to take ${described(offered)}. Until it is approved it stays yours.`],
  }),
  'swap-declined': ({ colleague, offered, reason }) => ({
    subject: `${colleague} declines your swap`,
    lines: [
      `${colleague} will not take ${described(offered)}; it stays yours.`,
      ...(reason === null ? [] : [`Reason: ${reason}`]),
    ],
  }),
  invitation: ({ isNew, expiresAt }) => ({
    subject: isNew ? 'You are invited to Afterhours' : 'A new password for Afterhours',
    lines: [
      isNew
        ? 'An account was made for you at Afterhours, which runs the extended hours of your institution.'
        : 'An administrator lets you choose a new password for Afterhours. Until you do, the old one holds.',
      `Choose a password by the link below. It works once, until ${at(expiresAt, 'utc').toFormat('cccc d LLLL, HH:mm')} UTC, and is for you alone.`,
      ...(isNew
        ? ['If you expected nothing of the kind, leave it be: without a password nobody can sign in.']
        : []),
    ],
  }),
  'api-keys-ended': ({ ownerName, names }) => ({
    subject: names.length === 1 ? 'An API key has ended' : `${names.length} API keys have ended`,
    lines: [
      `${ownerName} is no longer an admin, and API keys end with whoever answers for them:`,
      ...names,
      'What used them needs new ones.',
    ],
  }),
  'address-changed': ({ newEmail }) => ({
    subject: 'Your sign-in address was changed',
    lines: [
      `Your Afterhours account now has the address ${newEmail}. Messages no longer come to this one.`,
      'If you did not expect this, tell your supervisor or the institution’s administrator at once.',
    ],
  }),
  'password-reset': () => ({
    subject: 'Choose a new password',
    lines: [
      'Somebody, probably you, asked for a new password for your Afterhours account. Choose it at the address below, within half an hour of asking.',
      'If it was not you, do nothing: your password stays as it is.',
    ],
  }),
  'password-changed': () => ({
    subject: 'Your password was changed',
    lines: [
      'The password of your Afterhours account was changed, and all other devices were signed out.',
      'If this was not you, tell your supervisor or the institution’s administrator at once: they can send you a link for a new one.',
    ],
  }),
  pulse: ({ pilotName, month, expiresAt, timeZone }) => ({
    subject: `Three questions about ${at(month, 'utc').toFormat('LLLL')}`,
    lines: [
      `How was ${at(month, 'utc').toFormat('LLLL')} in the pilot ${pilotName}? Three taps at the address below are enough.`,
      'Your answers are counted without your name. Figures of fewer than five answers are never shown.',
      `The address is for you alone and works once, until ${at(expiresAt, timeZone).toFormat('cccc d LLLL, HH:mm ZZZZ')}.`,
    ],
  }),
  'review-action-due': ({ pilotName, text, dueOn }) => ({
    subject: `Due today: ${text}`,
    lines: [
      `A review of the pilot ${pilotName} gave this to you, to be done by ${day(dueOn)}: ${text}.`,
      'Tick it on the pilot’s page once it is done.',
    ],
  }),
  'review-action-late': ({ pilotName, text, dueOn }) => ({
    subject: `A week late: ${text}`,
    lines: [
      `A review of the pilot ${pilotName} gave this to you, to be done by ${day(dueOn)}, and it is not ticked: ${text}.`,
      'Tick it on the pilot’s page once it is done. There are no more reminders of it.',
    ],
  }),
  'requests-due': ({ locationName, tier, due, more }) => {
    const over = due.filter(({ state }) => state === 'over').length;
    const what = over > 0 ? 'over their target' : 'soon over their target';
    const whose = tier === 'library' ? 'the library' : 'Campus IT';
    return {
      subject: `${locationName}: requests ${what}`,
      lines: [
        `These requests are with ${whose}:`,
        ...due.map(
          ({ usedMinutes, targetMinutes, state }) =>
            `${state === 'over' ? 'Over' : 'Soon'}: waiting ${duration(usedMinutes)} of ${duration(targetMinutes)}.`,
        ),
        ...(more > 0 ? [`And ${more} more.`] : []),
        'The page “Support requests” shows them in this order. Times count while the location is open.',
      ],
    };
  },
  'ticket-missing': ({ locationName, sourceName, reference, problem }) => ({
    subject: `${locationName}: an escalated request has no ticket in ${sourceName}`,
    lines: [
      `${reference}: ${problem}`,
      'Until this is mended, Campus IT sees the request in Afterhours only: on the page “Support requests”.',
      'It can be tried again on the page of the request.',
    ],
  }),
  'source-failed': ({ sourceName, problem }) => ({
    subject: `Not collected: the requests of ${sourceName}`,
    lines: [
      `Afterhours cannot collect the requests of ${sourceName}. ${problem}`,
      'Until this is mended, its new requests are in no figure. Nothing is lost: they are collected afterwards.',
      'The page “Sources” shows its state.',
    ],
  }),
  'source-look': ({ sourceName, problem }) => ({
    subject: `Please look: the requests of ${sourceName}`,
    lines: [
      problem,
      `Until somebody has looked, requests of ${sourceName} may be missing from the figures.`,
      'The page “Sources” shows its state.',
    ],
  }),
  'swap-ended': ({ shift, reason }) => ({
    subject: `Called off: the swap of ${when(shift)}`,
    lines: [
      `The swap of ${described(shift)} does not take place; everybody works what they had.`,
      ...(reason === null ? [] : [`Reason: ${reason}`]),
    ],
  }),
  maintenance: ({ what, locationName, timeZone, startsAt, endsAt, reason, closesCoverage, shifts }) => {
    const time = span(startsAt, endsAt, timeZone);
    const [first] = shifts;
    const [last] = shifts.slice(-1);
    return {
      subject: {
        announced: `Maintenance at ${locationName}: ${time}`,
        changed: `Maintenance changed at ${locationName}: ${time}`,
        withdrawn: `No maintenance at ${locationName}: ${time}`,
      }[what],
      lines: [
        what === 'withdrawn'
          ? `This does not take place: ${reason}.`
          : `${reason}.${closesCoverage ? ' The lab counts as closed in that time, and nobody is needed.' : ''}`,
        shifts.length === 1
          ? `It touches your shift: ${described(first!)}.`
          : `It touches ${shifts.length} of your shifts, from ${when(first!)} to ${when(last!)}.`,
        ...(what === 'withdrawn' ? [] : ['You keep your shifts unless you are told otherwise.']),
      ],
    };
  },
  'shift-reminder': ({ shift, hoursAhead }) => ({
    subject: `${hoursAhead === 2 ? 'Soon' : 'Reminder'}: ${when(shift)}`,
    lines: [`You work ${described(shift)}.`],
  }),
  'gap-digest': ({ locationName, timeZone, gaps, more }) => ({
    subject: `${locationName}: ${gaps.length + more} coverage ${gaps.length + more === 1 ? 'gap' : 'gaps'} to fill`,
    lines: [
      ...gaps.map(
        ({ positionName, startsAt, endsAt, required, missing }) =>
          `${span(startsAt, endsAt, timeZone)}: ${missing} of ${required} missing (${positionName})`,
      ),
      ...(more > 0 ? [`And ${more} more.`] : []),
      'Only approved claims count as cover; those that wait for approval do not yet.',
    ],
  }),
};

/** Replaces, in the stored message, a link that only its reader may have. */
export const LINK_LEFT_OUT = '[link left out]';

/** Subject and plain text of a message, with a link to the app. */
export function textOf(kind: string, facts: object, whereOn: string): { subject: string; body: string } {
  const text = TEXTS[kind as keyof MessageFacts] as (facts: object) => { subject: string; lines: string[] };
  const { subject, lines } = text(facts);
  const body = lines.map(withoutLinks).join('\n');
  return { subject: withoutLinks(subject), body: `${body}\n\n${whereOn}\n` };
}

const ADDRESS = /(?:\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.)\S+/gi;
const BARE_DOMAIN = /(?<![@\w.-])((?:[\w-]+\.)+[a-z]{2,})(?=[/\s?#:,;.)]|$)/gi;

/**
 * User text is sent in our name, so links in it are removed. Bare domains too, because mail programs turn
 * them into links.
 */
export const withoutLinks = (text: string): string =>
  text
    .replace(ADDRESS, LINK_LEFT_OUT)
    .replace(BARE_DOMAIN, (domain: string) => domain.replaceAll('.', '[.]'));
