import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { PageQuery, type Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import {
  CategoryOrderDto,
  CategoryWordDto,
  CreateSupportCategoryDto,
  SupportCategoryDto,
  SupportCategoryQuery,
  UpdateSupportCategoryDto,
} from './categories.dto.js';
import { CategoriesService } from './categories.service.js';

@ApiTags('Support')
@Controller('support-categories')
export class CategoriesController {
  constructor(private readonly categories: CategoriesService) {}

  /** Adds a category behind all others. */
  @Post()
  @Allow(SUPERVISORS, 'support:write')
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateSupportCategoryDto,
  ): Promise<SupportCategoryDto> {
    return this.categories.create(caller, body);
  }

  /** In the order of the buttons. */
  @Get()
  @Allow(ON_SITE, 'support:read')
  @ApiPage(SupportCategoryDto)
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: SupportCategoryQuery,
  ): Promise<Page<SupportCategoryDto>> {
    return this.categories.list(caller, query);
  }

  @Get(':id')
  @Allow(ON_SITE, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SupportCategoryDto> {
    return this.categories.get(caller, id);
  }

  /** With `mergedIntoId` its requests, also those from before, count as those of another category; null separates them again. */
  @Patch(':id')
  @Allow(SUPERVISORS, 'support:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateSupportCategoryDto,
    @IfMatch() precondition: Precondition,
  ): Promise<SupportCategoryDto> {
    return this.categories.update(caller, id, body, precondition);
  }

  /** Its requests keep their word. One into which others are merged stays. */
  @Delete(':id')
  @Allow(SUPERVISORS, 'support:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.categories.remove(caller, id, precondition);
  }

  @Post('order')
  @Allow(SUPERVISORS, 'support:write')
  @HttpCode(204)
  order(@CurrentCaller() caller: Caller, @Body() body: CategoryOrderDto): Promise<void> {
    return this.categories.order(caller, body);
  }
}

@ApiTags('Support')
@Controller('support-category-words')
export class CategoryWordsController {
  constructor(private readonly categories: CategoriesService) {}

  /** Words that requests hold as their category and that are none, those of the latest requests first. */
  @Get()
  @Allow(SUPERVISORS, 'support:read')
  @ApiPage(CategoryWordDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<CategoryWordDto>> {
    return this.categories.listWords(caller, query);
  }
}
