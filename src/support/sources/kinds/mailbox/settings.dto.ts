import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, Matches, ValidateNested } from 'class-validator';
import { MayBeLeftOut, tells, Text, Whole } from '../../../../platform/http/fields.js';
import { HeaderText } from '../declarative/fields.js';
import { FileSourceMappingDto } from '../file-url/settings.dto.js';

const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$|^\[[0-9a-f:.]+\]$/i;
const SENDER = /^[^\s@<>"(),;:\\]*@[^\s@<>"(),;:\\]+$/;
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;

/** Settings of `mailbox`: a CSV file that a system mails regularly, read over IMAP. Nothing in the mailbox is changed. */
export class MailboxSettingsDto {
  /** The mail server. */
  @Text(253)
  @ApiProperty({ example: 'imap.example.edu' })
  @Matches(HOST, tells('mail-host'))
  host: string;

  /** By default 993. Another one is for hosts that `PRIVATE_HOSTS` names with it. */
  @MayBeLeftOut()
  @Whole(1, 65_535)
  port?: number;

  /** Unless false, within TLS from the start. False is for hosts that `PRIVATE_HOSTS` names with their port. */
  @MayBeLeftOut()
  @IsBoolean()
  tls?: boolean;

  @Text(200)
  @Matches(ONE_LINE, tells('one-line', { most: 200 }))
  user: string;

  /** Never returned. */
  @HeaderText(500)
  password: string;

  /** By default INBOX. */
  @MayBeLeftOut()
  @Text(500)
  @Matches(ONE_LINE, tells('one-line', { most: 500 }))
  folder?: string;

  /** Only messages from this address, or with `@` in front from this domain. Without it, of all senders. */
  @MayBeLeftOut()
  @Text(254)
  @ApiProperty({ example: 'reports@desk.example.edu' })
  @Matches(SENDER, tells('sender'))
  from?: string;

  /** Only attachments of this name, with `*` for any characters. Without it, those that are CSV by name or type. */
  @MayBeLeftOut()
  @Text(200)
  @ApiProperty({ example: 'tickets-*.csv' })
  @Matches(ONE_LINE, tells('one-line', { most: 200 }))
  fileName?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => FileSourceMappingDto)
  mapping: FileSourceMappingDto;

  /** No message with such a file has come yet. Without this, seeing none counts as wrong settings. */
  @MayBeLeftOut()
  @IsBoolean()
  startsEmpty?: boolean;
}
