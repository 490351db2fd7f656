import type { FileDescription } from './file-description.js';

/**
 * The export of a queue of tickets from the staff panel of osTicket, in versions whose export has a column `Closed Date`. osTicket
 * has no address of its own for it, so somebody, or a program, puts the file where it can be fetched.
 *
 * - https://github.com/osTicket/osTicket, include/class.queue.php, `CustomQueue::getExportableFields`: the names of the columns
 *   and `export`, which writes them in the language of the agent. Here they are in English. An agent can choose the columns.
 * - `QueueColumn::from_query` in the same file, and `DatetimeField::to_php` in include/class.forms.php: dates are written as they
 *   are in the database, `2026-10-26 14:05:00`, so their zone is that of the database and not that of the agent.
 * - include/class.export.php, `CsvResultsExporter`: UTF-8 with a byte order mark; a semicolon between values where the language
 *   writes a comma in numbers.
 * - include/class.ticket.php, `Ticket::setStatus`: `closed` is the last closing, and empty again once a ticket is reopened. In old
 *   versions it stayed filled; their export has no column of it.
 * - include/i18n/en_US/priority.yaml: priorities are Low, Normal, High and Emergency, unless somebody changed them.
 *
 * The export tells neither the first response nor an escalation ("Answered" says only whether the last word is the agents'), so
 * these are left out.
 */
export const OS_TICKET: FileDescription = {
  system: 'os-ticket',
  kind: 'file-url',
  title: 'osTicket (export file)',
  parameters: [
    {
      name: 'url',
      label: 'Address of the exported file',
      hint: 'That downloads the CSV file without signing in. It is stored encrypted and never shown again.',
      example: 'https://files.example.edu/s/k3Jw9/download',
      isSecret: true,
    },
    {
      name: 'timeZone',
      label: 'Time zone of the database of osTicket',
      hint: 'The export writes times as the database keeps them. On many servers that is UTC.',
      example: 'America/Chicago',
    },
  ],
  settings: {
    url: '[[url]]',
    mapping: {
      shape: 'rows',
      timeZone: '[[timeZone]]',
      values: { priority: { Emergency: 'urgent' } },
      dateOrder: 'ymd',
      columns: {
        externalId: 'Ticket Number',
        openedAt: 'Date Created',
        resolvedAt: 'Closed Date',
        updatedAt: 'Last Updated',
        channel: 'Source',
        category: 'Help Topic',
        priority: 'Priority',
        title: 'Subject',
        place: 'Department',
      },
    },
  },
};
