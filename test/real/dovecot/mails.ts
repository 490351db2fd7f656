import { createTransport, type SendMailOptions } from 'nodemailer';

const COMPOSER = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** A message as a mail program writes it. */
export async function aMail(parts: SendMailOptions): Promise<Buffer> {
  const message = {
    from: 'Desk reports <reports@desk.example.edu>',
    to: 'desk@example.edu',
    subject: 'Tickets',
    text: 'The tickets are attached.',
    ...parts,
  };
  const { message: bytes } = await COMPOSER.sendMail(message);
  return bytes as Buffer;
}

/** A line that is written by hand, as programs of a desk do: the whole message is the file. */
export const aBareMail = (content: string): Buffer =>
  Buffer.from(
    [
      'From: reports@desk.example.edu',
      'To: desk@example.edu',
      'Subject: tickets',
      'MIME-Version: 1.0',
      'Content-Type: text/csv; charset=us-ascii; name="tickets.csv"',
      'Content-Disposition: attachment; filename="tickets.csv"',
      '',
      ...content.split('\n'),
    ].join('\r\n'),
  );

/** Another message is all there is in it. */
export const aWholeForward = (inner: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      ['From: reports@desk.example.edu', 'MIME-Version: 1.0', 'Content-Type: message/rfc822', '', ''].join(
        '\r\n',
      ),
    ),
    inner,
  ]);
