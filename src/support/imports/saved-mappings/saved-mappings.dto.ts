import { OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsObject, IsString, IsUUID, MaxLength } from 'class-validator';
import { MayBeLeftOut, Name } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/paging.js';
import { ImportMapping } from '../mapping.dto.js';

/** A mapping without the place and the purpose of one import. */
export class SavedMapping extends OmitType(ImportMapping, ['locationId', 'dryRun']) {}

export class CreateImportMappingDto {
  @IsUUID('loose')
  locationId: string;

  /** Unique at its location, without regard to case. */
  @Name(100)
  name: string;

  /** As for an import, without `locationId` and `dryRun`. */
  @IsObject()
  mapping: SavedMapping;

  /** The names of the columns of the files that it is for. A file with the same ones is read by it. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  header?: string[];
}

export class UpdateImportMappingDto extends PartialType(OmitType(CreateImportMappingDto, ['locationId']), {
  skipNullProperties: false,
}) {}

export class ImportMappingDto {
  id: string;
  locationId: string;
  name: string;
  mapping: SavedMapping;
  header: string[];
  version: number;
}

export class ImportMappingQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;
}
