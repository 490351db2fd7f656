import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsUrl, Length } from 'class-validator';

/** The address of a system; whether it may be asked is checked by `Outgoing`. */
export const BaseUrl = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, maxLength: 500, example }),
    Length(1, 500),
    IsUrl({
      protocols: ['http', 'https'],
      require_protocol: true,
      require_tld: false,
      disallow_auth: true,
      allow_query_components: false,
      allow_fragments: false,
    }),
  );
