import { mailboxDraftOf, mailboxSettingsOf } from './mailbox-draft.js';

const SETTINGS = {
  host: 'imap.example.edu',
  user: 'desk@example.edu',
  folder: 'Reports',
  from: '@desk.example.edu',
  tls: true,
  mapping: { kind: 'support-requests', shape: 'rows', columns: { externalId: 'No', openedAt: 'Opened' } },
};

describe('the form of a mailbox', () => {
  it.each([
    ['at the usual port', SETTINGS],
    ['at another port', { ...SETTINGS, port: 1993 }],
  ])('sends back what it was given, %s', (_name, settings) => {
    expect(mailboxSettingsOf(mailboxDraftOf(settings))).toEqual(settings);
  });

  it('sends a password that was entered, as it is, and nothing that is empty', () => {
    const draft = mailboxDraftOf({});
    expect(
      mailboxSettingsOf({
        ...draft,
        host: ' imap.example.edu ',
        user: 'maya',
        password: ' a b ',
        columns: { externalId: 'No', openedAt: 'Opened' },
      }),
    ).toEqual({
      host: 'imap.example.edu',
      user: 'maya',
      password: ' a b ',
      mapping: { kind: 'support-requests', shape: 'rows', columns: { externalId: 'No', openedAt: 'Opened' } },
    });
  });
});
