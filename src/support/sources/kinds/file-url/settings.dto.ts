import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, OmitType, refs } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsUrl, IsUUID, ValidateNested } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../platform/http/fields.js';
import { ImportMapping } from '../../../imports/mapping.dto.js';
import { BasicAuthDto, HeaderAuthDto, NoAuthDto } from '../declarative/auth.dto.js';
import { OneOfKinds } from '../declarative/fields.js';

const FILE_AUTHS = { none: NoAuthDto, basic: BasicAuthDto, header: HeaderAuthDto };
const FILE_AUTH_KINDS = ['none', 'basic', 'header'] as const;

class FileAuthDto {
  @IsIn(FILE_AUTH_KINDS)
  kind: (typeof FILE_AUTH_KINDS)[number];
}

/** The address of a file; whether it may be asked is checked by `Outgoing`. */
const FileAddress = (): PropertyDecorator =>
  applyDecorators(
    Text(2_000),
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true }),
  );

const FILE_KINDS = ['support-requests', 'headcounts', 'activity'] as const;

/**
 * How the lines of the file become requests or counts: the `mapping` of `POST /support-imports`. For rows, `columns` may also name
 * `title`, `place` (what the location rules look at) and `updatedAt` (the last change); for counts, `place`. Without `timeZone`,
 * times that tell no offset are those of the source's location; of a source without one, the institution's.
 */
export class FileSourceMappingDto extends OmitType(ImportMapping, [
  'kind',
  'locationId',
  'source',
  'dryRun',
] as const) {
  @MayBeLeftOut()
  @ApiProperty({ enum: FILE_KINDS, default: 'support-requests' })
  @IsIn(FILE_KINDS)
  kind?: (typeof FILE_KINDS)[number];

  /** Only that of the source. It is not stored. */
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** Only the name of the source. It is not stored. */
  @MayBeLeftOut()
  @Text(100)
  source?: string;

  /** Only false; it is for imports. It is not stored. */
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}

/** Settings of `file-url`: a CSV file that a system writes regularly, fetched by its address. */
@ApiExtraModels(...Object.values(FILE_AUTHS))
export class FileUrlSettingsDto {
  /** The address that downloads the file. A secret, because links that share a file are keys. Never returned. */
  @FileAddress()
  url: string;

  @IsObject()
  @ValidateNested()
  @Type(() => FileSourceMappingDto)
  mapping: FileSourceMappingDto;

  /** Without it, no credentials. */
  @MayBeLeftOut()
  @ApiProperty({ oneOf: refs(...Object.values(FILE_AUTHS)) })
  @OneOfKinds(FileAuthDto, FILE_AUTHS)
  auth?: NoAuthDto | BasicAuthDto | HeaderAuthDto;

  /** The host in the address, told in answers. What is sent is ignored. */
  @MayBeLeftOut()
  @Text(300)
  host?: string;
}
