import { textOf, withoutLinks } from './message-texts.js';

const BASE = 'https://lab.example.edu';
const shift = (startsAt: string, endsAt: string) => ({
  shiftId: 's',
  locationName: 'Main Library',
  positionName: 'Lab operator',
  timeZone: 'America/Chicago',
  startsAt,
  endsAt,
});
const EVENING = shift('2026-11-04T02:00:00Z', '2026-11-04T05:00:00Z');
const AUTUMN_NIGHT = shift('2026-11-01T03:00:00Z', '2026-11-01T12:00:00Z');
const approved = (one: object) => ({ shift: one, status: 'approved', reason: null });

describe('the text of a message', () => {
  it.each([
    [
      'one decision stands in the subject',
      'claims-decided',
      { decisions: [approved(EVENING)] },
      'You work: Tue 3 Nov, 20:00–23:00 CST',
      'You work: Tue 3 Nov, 20:00–23:00 CST, Main Library (Lab operator).',
    ],
    [
      'of many the subject tells how many',
      'claims-decided',
      { decisions: [approved(EVENING), { shift: EVENING, status: 'rejected', reason: 'An exam week' }] },
      '2 of your shifts were decided',
      'Not approved: Tue 3 Nov, 20:00–23:00 CST, Main Library (Lab operator). Reason: An exam week',
    ],
    [
      'maintenance says whether the lab is closed',
      'maintenance',
      {
        what: 'announced',
        locationName: 'Main Library',
        timeZone: 'America/Chicago',
        startsAt: '2026-11-04T03:00:00Z',
        endsAt: '2026-11-04T04:00:00Z',
        reason: 'New switches',
        closesCoverage: true,
        shifts: [EVENING],
      },
      'Maintenance at Main Library: Tue 3 Nov, 21:00–22:00 CST',
      'New switches. The lab counts as closed in that time, and nobody is needed.\nIt touches your shift: Tue 3 Nov, 20:00–23:00 CST, Main Library (Lab operator).\nYou keep your shifts unless you are told otherwise.',
    ],
    [
      'an invitation says until when its link works',
      'invitation',
      { invitationId: 'i', isNew: true, expiresAt: '2026-11-09T17:00:00Z' },
      'You are invited to Afterhours',
      'Choose a password by the link below. It works once, until Monday 9 November, 17:00 UTC, and is for you alone.',
    ],
    [
      'over the clock change both zones are named',
      'shift-reminder',
      { claimId: 'c', hoursAhead: 24, shift: AUTUMN_NIGHT },
      'Reminder: Sat 31 Oct, 22:00 CDT–06:00 CST',
      'You work Sat 31 Oct, 22:00 CDT–06:00 CST, Main Library (Lab operator).',
    ],
    [
      'a move tells both',
      'shift-changed',
      { before: EVENING, after: shift('2026-11-04T03:00:00Z', '2026-11-04T06:00:00Z') },
      'Changed: your shift is now Tue 3 Nov, 21:00–00:00 CST',
      'Until now: Tue 3 Nov, 20:00–23:00 CST',
    ],
    [
      'a schedule says from when it can be claimed, in its zone',
      'schedule-published',
      {
        locationName: 'Main Library',
        timeZone: 'America/Chicago',
        startsOn: '2026-11-02',
        endsOn: '2026-11-08',
        claimableFrom: '2026-10-30T23:00:00Z',
        shifts: 12,
      },
      'Main Library: the schedule from 2 November to 8 November is out',
      'You can claim from Friday 30 October, 18:00 CDT on.',
    ],
    [
      'a schedule open at once says so, and counts one shift as one',
      'schedule-published',
      {
        locationName: 'Main Library',
        timeZone: 'America/Chicago',
        startsOn: '2026-11-02',
        endsOn: '2026-11-08',
        claimableFrom: null,
        shifts: 1,
      },
      'Main Library: the schedule from 2 November to 8 November is out',
      'One shift is open at Main Library.\nYou can claim now.',
    ],
    [
      'a drop request names the colleague by first name',
      'drop-request-opened',
      { shift: EVENING, colleague: 'Maya' },
      'Maya asks: can you take Tue 3 Nov, 20:00–23:00 CST?',
      'Whoever is first gets it',
    ],
    [
      'an offer from a waitlist says until when',
      'waitlist-offer',
      { shift: EVENING, until: '2026-11-01T07:30:00Z' },
      'A seat is free: Tue 3 Nov, 20:00–23:00 CST',
      'if you accept by Sunday 1 November, 01:30 CST;',
    ],
    [
      'a gift asks for nothing',
      'swap-offered',
      { colleague: 'Maya', offered: EVENING, wanted: null, reason: null },
      'Maya offers you Tue 3 Nov, 20:00–23:00 CST',
      'Nothing is asked for in return.',
    ],
    [
      'a declined swap gives the reason',
      'swap-declined',
      { colleague: 'Noor', offered: EVENING, wanted: null, reason: 'Out of town' },
      'Noor declines your swap',
      'Reason: Out of town',
    ],
    [
      'an accepted swap waits for its approval',
      'swap-accepted',
      { colleague: 'Noor', offered: EVENING, wanted: null, reason: null },
      'Noor agrees; a supervisor has to approve',
      'Until it is approved it stays yours.',
    ],
    [
      'a changed password is told with what to do about it',
      'password-changed',
      {},
      'Your password was changed',
      'If this was not you, tell your supervisor',
    ],
    [
      'a digest lists gaps and counts those it leaves out',
      'gap-digest',
      {
        locationName: 'Main Library',
        timeZone: 'America/Chicago',
        gaps: [{ ...EVENING, required: 2, missing: 1 }],
        more: 3,
      },
      'Main Library: 4 coverage gaps to fill',
      'Tue 3 Nov, 20:00–23:00 CST: 1 of 2 missing (Lab operator)\nAnd 3 more.',
    ],
  ])('%s', (_name, kind, facts, subject, line) => {
    const text = textOf(kind, facts, BASE);
    expect(text.subject).toBe(subject);
    expect(text.body).toContain(line);
    expect(text.body.endsWith(`\n\n${BASE}\n`)).toBe(true);
  });
});

describe('links in text that people wrote', () => {
  it.each([
    ['Sign in at https://evil.example/login now', 'Sign in at [link left out] now'],
    ['see www.evil.example', 'see [link left out]'],
    ['HTTP://EVIL.EXAMPLE', '[link left out]'],
    ['javascript://x', '[link left out]'],
    ['go to evil.com/login', 'go to evil[.]com/login'],
    ['sub.evil.co.uk, please', 'sub[.]evil[.]co[.]uk, please'],
    ['write to maya@example.edu', 'write to maya@example.edu'],
    ['at 10.30, in room 2.5', 'at 10.30, in room 2.5'],
    ['An exam. Sorry!', 'An exam. Sorry!'],
  ])('%s becomes %s', (text, shown) => expect(withoutLinks(text)).toBe(shown));
});
