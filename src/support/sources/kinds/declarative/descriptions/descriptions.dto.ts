import { ApiProperty } from '@nestjs/swagger';

/** What differs from one library to the next. It stands in the settings as `[[name]]`. */
export class DescriptionParameterDto {
  name: string;

  /** For the form, in plain words. */
  label: string;

  @ApiProperty({ required: false })
  hint?: string;

  example: string;

  @ApiProperty({ required: false })
  isSecret?: boolean;

  /** When it is left empty, whatever it stands in is left out of the settings. */
  @ApiProperty({ required: false })
  isOptional?: boolean;

  /** Without it no tickets can be opened: when it is left empty, `open` is left out of the settings. */
  @ApiProperty({ required: false })
  isForOpening?: boolean;

  /** A whole number. In a body it is filled in as one where it stands alone. */
  @ApiProperty({ required: false })
  isNumber?: boolean;

  /** Texts with commas between. Where it stands alone in a list, each is one of the list. */
  @ApiProperty({ required: false })
  isList?: boolean;

  /** `basic-user`: filled in as the Base64 text of the value with `:X` behind it. */
  @ApiProperty({ required: false, enum: ['basic-user'] })
  encoding?: 'basic-user';
}

/** Ready-made settings for one ticket system. */
export class SourceDescriptionDto {
  /** In lower case, with hyphens. */
  system: string;

  /** The kind of source that the settings are for. */
  @ApiProperty({ enum: ['declarative', 'file-url'] })
  kind: 'declarative' | 'file-url';

  title: string;

  @ApiProperty({ type: [DescriptionParameterDto] })
  parameters: readonly DescriptionParameterDto[];

  /** Complete once each `[[name]]` is replaced. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  settings: object;
}

export class SourceDescriptionsDto {
  @ApiProperty({ type: [SourceDescriptionDto] })
  items: readonly SourceDescriptionDto[];
}
