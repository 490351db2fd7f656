import type { INestApplicationContext } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { LocationsService } from '../coverage/locations.service.js';
import { addDays, type LocalDate } from '../domain/local-date.js';
import { instantOf } from '../domain/recurrence.js';
import { OperatorsService } from '../people/operators.service.js';
import { PilotsService } from '../pilots/pilots.service.js';
import { inZone } from '../domain/iso-text.js';
import { autumnOf } from './plan/calendar.js';
import { hoursOn, LAB_KEYS, LABS, ZONE } from './plan/labs.js';
import { ADMIN_EMAIL, DEMO_PASSWORD, emailOf, JONAS, MAYA, OPERATORS, STAFF } from './plan/people.js';

/** The caller with which the guide reads what it names. Any admin gives the same result. */
const GUIDE: Caller = {
  kind: 'user',
  id: '00000000-0000-0000-0000-000000000000',
  role: 'admin',
  scopes: null,
  sessionId: null,
  operatorId: null,
  locationIds: 'all',
};

/** A user of the demo, and why to sign in as them. */
export interface SignIn {
  email: string;
  role: string;
  who: string;
}

const PRIYA = emailOf(STAFF.priya.name);
const DANA = emailOf(STAFF.dana.name);
const MAYA_EMAIL = emailOf(OPERATORS[MAYA]!.name);

export const SIGN_INS: readonly SignIn[] = [
  { email: ADMIN_EMAIL, role: 'admin', who: 'everything' },
  { email: PRIYA, role: 'supervisor', who: 'both labs' },
  { email: emailOf(STAFF.tom.name), role: 'supervisor', who: `the ${LABS.engineering} alone` },
  { email: DANA, role: 'campus_it', who: 'what was handed on' },
  { email: MAYA_EMAIL, role: 'operator', who: `on the next shift of the ${LABS.main}` },
  {
    email: emailOf(OPERATORS[JONAS]!.name),
    role: 'operator',
    who: 'missed a shift, and waits for an answer on another',
  },
];

/** Something worth looking at: who looks, and where. */
export interface Recipe {
  what: string;
  email: string;
  path: string;
  accept?: string;
}

/** Six things worth looking at, taken from the app's current data. */
export async function recipesFor(app: INestApplicationContext, day: LocalDate): Promise<Recipe[]> {
  const { items: locations } = await app.get(LocationsService, { strict: false }).list(GUIDE, {});
  const { items: pilots } = await app.get(PilotsService, { strict: false }).list(GUIDE, {});
  const { items: operators } = await app.get(OperatorsService, { strict: false }).list(GUIDE, { limit: 200 });
  const maya = operators.find((operator) => operator.email === MAYA_EMAIL)!;
  const main = locations.find((location) => location.name === LABS.main)!;
  const metrics = `/pilots/${pilots[0]!.id}/metrics`;
  const noon = (date: LocalDate): string => inZone(instantOf(date, '12:00', ZONE, 'first'), ZONE);
  const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();
  const nextWeek = { from: noon(day), to: noon(addDays(day, 7)) };
  return [
    {
      what: `What is not covered ${tonight(day)}, and in the week ahead`,
      email: PRIYA,
      path: `/coverage/gaps?${query({ locationId: main.id, ...nextWeek })}`,
    },
    { what: 'Claims that wait for a decision', email: PRIYA, path: '/claims?status=pending' },
    {
      what: 'What went to Campus IT; some of last night waits still',
      email: DANA,
      path: `/support-requests?${query({ escalated: 'true', from: noon(addDays(day, -4)) })}`,
    },
    {
      what: 'What the pilot did so far, beside the weeks before it',
      email: PRIYA,
      path: `${metrics}?${query({ to: day })}`,
    },
    {
      what: 'The same by week and lab, for a spreadsheet',
      email: PRIYA,
      path: `${metrics}?${query({ bucket: 'week', by: 'location', to: day })}`,
      accept: 'text/csv',
    },
    {
      what: 'When Maya is in class, as the calendar file says: no shift may be claimed then',
      email: MAYA_EMAIL,
      path: `/operators/${maya.id}/timetable`,
    },
  ];
}

/** The printed guide. */
export function guideText(where: string, day: LocalDate, recipes: readonly Recipe[]): string {
  const signIns = SIGN_INS.map(({ email, role, who }) => `  ${email.padEnd(40)}${role.padEnd(12)}${who}`);
  const jars = [...new Set(recipes.map((recipe) => recipe.email))];
  const logins = jars.map(
    (email) =>
      `  curl -sS -w '\\n' -c ${jarOf(email)} ${where}/api/v1/auth/login -H 'Content-Type: application/json' ` +
      `-d '{"email": "${email}", "password": "${DEMO_PASSWORD}"}'`,
  );
  const looks = recipes.map(({ what, email, path, accept }) => {
    const header = accept ? ` -H 'Accept: ${accept}'` : '';
    return `# ${what}\n  curl -sS -w '\\n' -b ${jarOf(email)}${header} '${where}/api/v1${path}'`;
  });
  return [
    `Afterhours is at ${where} (API documentation: ${where}/api/docs)`,
    `It is ${day} there, at this time of day.`,
    '',
    `Sign in with the password ${DEMO_PASSWORD} as`,
    ...signIns,
    '',
    '# Three of them, for what follows',
    '  cd "$(mktemp -d)"',
    ...logins,
    ...looks,
    '',
  ].join('\n');
}

const jarOf = (email: string): string => `${email.split('.')[0]}.jar`;

const tonight = (day: LocalDate): string =>
  LAB_KEYS.some((lab) => hoursOn(autumnOf(Number(day.slice(0, 4))), lab, day).length > 0)
    ? 'tonight'
    : 'tonight (both labs are closed)';
