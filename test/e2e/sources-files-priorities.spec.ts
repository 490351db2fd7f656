import { succeeded } from '../support/factories.js';
import { FileSources, fileMapping } from '../support/file-sources.js';
import { runsOf } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const files = new FileSources();
const HEADER = 'key,opened,urgency,what';
const mapping = fileMapping(
  { priority: 'urgency', title: 'what' },
  { values: { priority: { P1: 'urgent', P4: 'low' } } },
);
const priorities = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await files.stored()).map(({ externalId, priority }) => [externalId, priority]));

describe('the priorities in a file at an address', () => {
  it('are ours or the words of its settings; with another word or none they stay as they are', async () => {
    files.host.write(
      HEADER,
      'A,2026-10-26 09:00,p1,x',
      'B,2026-10-26 09:00,High,x',
      'C,2026-10-26 09:00,Exam week,x',
    );
    const id = await files.aSource(mapping);
    expect(await priorities()).toEqual({ A: 'urgent', B: 'high', C: 'normal' });
    const [run] = await runsOf(files.app, id);
    // That no line has P4 is nothing to remark.
    expect(run!.remarks).toMatchObject([
      { externalId: 'line 4', message: expect.stringContaining('Exam week'), isTaken: true },
    ]);

    const { items } = succeeded(await files.app.admin.get('/support-requests?limit=200'));
    const own = (items as { id: string; externalId: string }[]).find(({ externalId }) => externalId === 'C')!;
    succeeded(await files.app.admin.patch(`/support-requests/${own.id}`, { priority: 'high' }));
    files.host.write(
      HEADER,
      'A,2026-10-26 09:00,,y',
      'B,2026-10-26 09:00,P4,y',
      'C,2026-10-26 09:00,Exam week,y',
    );
    expect(await files.again(id)).toMatchObject({ status: 'completed', updated: 3 });
    expect(await priorities()).toEqual({ A: 'urgent', B: 'low', C: 'high' });
  });

  it('are refused where their words mean none of ours', async () => {
    files.host.write(HEADER, 'A,2026-10-26 09:00,p1,x');
    const wrong = fileMapping({ priority: 'urgency' }, { values: { priority: { P1: 'top' } } });
    expect(await files.create({ mapping: wrong })).toMatchObject({
      status: 400,
      body: { violations: [{ field: 'settings.mapping.values.priority' }] },
    });
  });
});
