import { OS_TICKET } from '../../src/support/sources/kinds/file-url/os-ticket.js';
import { filled } from '../../web/src/support/sources/editors/filled.js';
import { succeeded } from '../support/factories.js';
import { FileSources } from '../support/file-sources.js';
import { runsOf } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. The file is as the code of osTicket writes it.

const files = new FileSources();
const HEADER =
  '"Ticket Number","Date Created",Subject,From,"From Email",Priority,Department,"Help Topic",Source,"Current Status","Last Updated","SLA Due Date","SLA Plan","Due Date","Closed Date",Overdue,Merged,Linked,Answered,"Agent Assigned","Team Assigned","Thread Count","Reopen Count","Attachment Count","Task Count"';
const LINES = [
  '482913,"2026-10-26 14:05:00","Printer ""B2"" is jammed","Ann Lee",ann@example.edu,Normal,"Main Lab","Report a Problem",Web,Open,"2026-10-26 14:20:31","2026-10-28 14:05:00","Default SLA",,,No,No,No,Yes,"Maya Ortiz",,2,0,0,0',
  '001207,"2026-10-25 22:10:00","Log-in, again","Ben Ito",ben@example.edu,High,"Media Library","Access Issue",Phone,Closed,"2026-10-26 01:00:00",,,,"2026-10-26 01:00:00",No,No,No,Yes,,,3,1,0,0',
];
const description = {
  ...OS_TICKET,
  parameters: [...OS_TICKET.parameters],
  settings: { ...OS_TICKET.settings },
};
const settings = (): object => filled(description, { url: files.host.url, timeZone: 'UTC' })!;

it('the export of osTicket is read by its ready-made mapping', async () => {
  files.host.write(`\uFEFF${HEADER}`, ...LINES);
  succeeded(await files.create(settings(), { locationId: null }));
  await files.app.jobsDone();
  expect(await files.stored()).toMatchObject([
    {
      externalId: '001207',
      place: 'Media Library',
      tier: 'library',
      openedAt: new Date('2026-10-25T22:10:00Z'),
      firstResponseAt: null,
      escalatedAt: null,
      resolvedAt: new Date('2026-10-26T01:00:00Z'),
      title: 'Log-in, again',
      category: 'Access Issue',
      channel: 'Phone',
      priority: 'high',
    },
    { externalId: '482913', title: 'Printer "B2" is jammed', priority: 'normal', resolvedAt: null },
  ]);
});

it('its emergencies are urgent, and a priority of the library’s own leaves it as it is', async () => {
  files.host.write(
    `\uFEFF${HEADER}`,
    LINES[0]!.replace(',Normal,', ',Emergency,'),
    LINES[1]!.replace(',High,', ',Exam week,'),
  );
  const { id } = succeeded(await files.create(settings())) as { id: string };
  await files.app.jobsDone();
  expect(await files.stored()).toMatchObject([
    { externalId: '001207', priority: 'normal' },
    { externalId: '482913', priority: 'urgent' },
  ]);
  const [run] = await runsOf(files.app, id);
  expect(run!.remarks).toMatchObject([
    { externalId: 'line 3', message: expect.stringContaining('Exam week'), isTaken: true },
  ]);
});

it('with semicolons, as in languages that write a comma in numbers, and a ticket that was reopened', async () => {
  files.host.write(`\uFEFF${HEADER}`, ...LINES);
  const { id } = succeeded(await files.create(settings())) as { id: string };
  await files.app.jobsDone();
  const reopened = LINES[1]!.replace(',"2026-10-26 01:00:00",No', ',,No').replace('Log-in, again', 'Log-in');
  files.host.write(`\uFEFF${HEADER.replaceAll(',', ';')}`, reopened.replaceAll(',', ';'));
  expect(await files.again(id)).toMatchObject({ status: 'completed', updated: 1 });
  expect(await files.stored()).toMatchObject([
    { externalId: '001207', resolvedAt: null, firstResolvedAt: new Date('2026-10-26T01:00:00Z') },
    { externalId: '482913' },
  ]);
});

it('an export without a column that it needs says which', async () => {
  files.host.write(HEADER.replace(',"Closed Date"', ''), LINES[0]!);
  const answer = await files.create(settings());
  expect([answer.status, answer.body.message ?? answer.body.detail]).toEqual([
    409,
    'The file has no column "Closed Date".',
  ]);
});

it('it stands among the descriptions', async () => {
  const { items } = succeeded(await files.app.admin.get('/support-source-descriptions'));
  expect(items).toContainEqual(expect.objectContaining({ system: 'os-ticket', kind: 'file-url' }));
});
