import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, ON_SITE, STAFF } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { invalid } from '../../domain/errors.js';
import { formParts } from '../../platform/http/form-parts.js';
import { fingerprintOf, Idempotency } from '../../platform/http/idempotency.js';
import { answerOnce, HandlesIdempotencyItself } from '../../platform/http/idempotency.interceptor.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { SupportRequestDto } from '../support.dto.js';
import { ATTACHMENT_TYPES, MOST_BYTES, readAttachment } from './attachments.js';
import {
  AssigneesDto,
  AttachmentUploadDto,
  EscalationDto,
  RequestNoteDto,
  ThreadDto,
  ThreadEntryDto,
} from './thread.dto.js';
import { ThreadService } from './thread.service.js';

@ApiTags('Support')
@Controller('support-requests')
export class ThreadController {
  constructor(
    private readonly thread: ThreadService,
    private readonly idempotency: Idempotency,
  ) {}

  /** What was done and said about a request, oldest first. Not paged. */
  @Get(':id/thread')
  @Allow(ON_SITE, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ThreadDto> {
    return this.thread.get(caller, id);
  }

  /** The people who may work on it. Not paged. */
  @Get(':id/assignees')
  @Allow(STAFF)
  listAssignees(@CurrentCaller() caller: Caller, @Id() id: string): Promise<AssigneesDto> {
    return this.thread.listAssignees(caller, id);
  }

  @Post(':id/notes')
  @Allow(ON_SITE, 'support:write')
  addNote(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { text }: RequestNoteDto,
  ): Promise<ThreadEntryDto> {
    return this.thread.addNote(caller, id, text);
  }

  /** A photo of the screen, or another file. */
  @Post(':id/attachments')
  @RouteConfig({ takes: 'multipart/form-data' })
  @HandlesIdempotencyItself()
  @Allow(ON_SITE, 'support:write')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: AttachmentUploadDto })
  async attach(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ThreadEntryDto> {
    if (!request.isMultipart()) throw invalid('file', 'INVALID_FIELD.attachment-needed');
    await this.thread.requireMayAttach(caller, id);
    const attachment = await readAttachment(formParts(request, MOST_BYTES));
    // The fingerprint for the idempotency key covers the upload, so it is known only afterwards.
    const fingerprint = fingerprintOf([id, attachment.sha256, attachment.text]);
    return answerOnce(this.idempotency, { request, reply, fingerprint }, () =>
      this.thread.attach(caller, id, attachment),
    );
  }

  /** The content of an attachment. */
  @Get(':id/attachments/:entryId')
  @Allow(ON_SITE, 'support:read')
  @ApiProduces(...ATTACHMENT_TYPES)
  @ApiOkResponse({
    content: Object.fromEntries(
      ATTACHMENT_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
    ),
  })
  async getFile(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('entryId') entryId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, type, content } = await this.thread.getFile(caller, id, entryId);
    // What somebody sent is never run, whatever a browser takes it for.
    void reply
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff');
    return new StreamableFile(content, {
      type,
      length: content.length,
      disposition: `${type.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(name)}`,
    });
  }

  /** A note or an attachment. */
  @Get(':id/notes/:noteId')
  @Allow(ON_SITE, 'support:read')
  getNote(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('noteId') noteId: string,
  ): Promise<ThreadEntryDto> {
    return this.thread.getNote(caller, id, noteId);
  }

  /** Removes a note or an attachment. */
  @Delete(':id/notes/:noteId')
  @Allow(ON_SITE, 'support:write')
  @HttpCode(204)
  removeNote(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('noteId') noteId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.thread.removeNote(caller, id, noteId, precondition);
  }

  /** Hands it on to Campus IT, with what was tried and what they need to know. */
  @Post(':id/escalate')
  @Allow(ON_SITE, 'support:write')
  @HttpCode(200)
  escalate(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: EscalationDto,
  ): Promise<SupportRequestDto> {
    return this.thread.escalate(caller, id, body);
  }

  /** Campus IT gives it back to the library. */
  @Post(':id/return')
  @Allow(STAFF, 'support:write')
  @HttpCode(200)
  giveBack(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { text }: RequestNoteDto,
  ): Promise<SupportRequestDto> {
    return this.thread.giveBack(caller, id, text);
  }
}

/** For a header (RFC 8187). */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
