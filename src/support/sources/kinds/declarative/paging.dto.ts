import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut, Text, Whole } from '../../../../platform/http/fields.js';
import { JsonPath } from './fields.js';

const PAGING_KINDS = ['offset', 'page', 'link', 'cursor', 'keyset', 'window'] as const;

export class SourcePagingDto {
  @ApiProperty({ enum: PAGING_KINDS })
  @IsIn(PAGING_KINDS)
  kind: (typeof PAGING_KINDS)[number];
}

/** The answer names the next page in its header `Link` (RFC 8288). */
export class LinkPagingDto extends SourcePagingDto {
  declare kind: 'link';
}

/** Parameters go into the query of a GET, and into the JSON body of a POST. */
export class OffsetPagingDto extends SourcePagingDto {
  declare kind: 'offset';

  @Text(100)
  parameter: string;

  @Text(100)
  sizeParameter: string;

  @Whole(2, 2_000)
  size: number;
}

export class PagePagingDto extends SourcePagingDto {
  declare kind: 'page';

  @Text(100)
  parameter: string;

  /** The number of the first page. */
  @Whole(0, 1)
  first: number;

  @Text(100)
  sizeParameter: string;

  @Whole(2, 2_000)
  size: number;
}

/** The answer holds what leads to the next page. */
export class CursorPagingDto extends SourcePagingDto {
  declare kind: 'cursor';

  @JsonPath()
  at: string;

  @Text(100)
  parameter: string;
}

/** The tickets after `{afterId}`, in the order of their ids, which never change. */
export class KeysetPagingDto extends SourcePagingDto {
  declare kind: 'keyset';

  /** Before all ids. */
  @Text(100)
  first: string;

  /** With `stop: total`, for pages whose tickets are all hidden: where the next ones begin. */
  @MayBeLeftOut()
  @Text(100)
  offsetParameter?: string;

  @Text(100)
  sizeParameter: string;

  @Whole(2, 2_000)
  size: number;
}

/** No pages: what changed from `{since}` to `{until}`, in spans that hold fewer tickets than the most it answers. */
export class WindowPagingDto extends SourcePagingDto {
  declare kind: 'window';

  /** The length of the first span. */
  @Whole(1, 5_256_000)
  minutes: number;

  /** The most tickets that an answer holds. */
  @Whole(2, 10_000)
  maximum: number;
}

export const PAGING = {
  offset: OffsetPagingDto,
  page: PagePagingDto,
  link: LinkPagingDto,
  cursor: CursorPagingDto,
  keyset: KeysetPagingDto,
  window: WindowPagingDto,
};
