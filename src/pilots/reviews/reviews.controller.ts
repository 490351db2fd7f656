import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { PageQuery, type Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { CreateReviewDto, OwnersDto, ReviewDto, UpdateReviewDto } from './reviews.dto.js';
import { ReviewsService } from './reviews.service.js';

@ApiTags('Pilots')
@Controller('pilots/:id')
export class ReviewsController {
  constructor(private readonly reviews: ReviewsService) {}

  @Post('reviews')
  @Allow(SUPERVISORS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateReviewDto,
  ): Promise<ReviewDto> {
    return this.reviews.create(caller, id, body);
  }

  /** Latest first. */
  @Get('reviews')
  @Allow(STAFF, 'schedule:read')
  @ApiPage(ReviewDto)
  list(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<ReviewDto>> {
    return this.reviews.list(caller, id, query);
  }

  @Get('reviews/:reviewId')
  @Allow(STAFF, 'schedule:read')
  get(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('reviewId') reviewId: string,
  ): Promise<ReviewDto> {
    return this.reviews.get(caller, id, reviewId);
  }

  @Patch('reviews/:reviewId')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('reviewId') reviewId: string,
    @Body() body: UpdateReviewDto,
    @IfMatch() precondition: Precondition,
  ): Promise<ReviewDto> {
    return this.reviews.update(caller, id, reviewId, body, precondition);
  }

  @Delete('reviews/:reviewId')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('reviewId') reviewId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.reviews.remove(caller, id, reviewId, precondition);
  }

  /** Who may own an action: those who may see the pilot and its reviews. */
  @Get('owners')
  @Allow(SUPERVISORS)
  owners(@CurrentCaller() caller: Caller, @Id() id: string): Promise<OwnersDto> {
    return this.reviews.owners(caller, id);
  }
}

@ApiTags('Pilots')
@Controller('review-actions/:id')
export class ReviewActionsController {
  constructor(private readonly reviews: ReviewsService) {}

  /** Ticks it: for supervisors, and for whoever is to do it. */
  @Post('done')
  @Allow(STAFF, 'schedule:write')
  @HttpCode(200)
  tick(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ReviewDto> {
    return this.reviews.tick(caller, id, true);
  }

  @Post('undone')
  @Allow(STAFF, 'schedule:write')
  @HttpCode(200)
  untick(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ReviewDto> {
    return this.reviews.tick(caller, id, false);
  }
}
