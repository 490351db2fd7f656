import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { conflict, invalid } from '../../domain/errors.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import {
  isExcluded,
  latestDateOf,
  pausedDays,
  requirePossible,
  successorOf,
} from '../../domain/pilots/life.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import type { PilotDto } from '../pilots.dto.js';
import { PilotsService } from '../pilots.service.js';
import type { EndingDto, EndPilotDto, PauseDto, PilotLifeDto, SuccessorDto } from './life.dto.js';
import { LifeRepository } from './life.repository.js';

/** What people do with a pilot as a whole. The pilot's row is locked first, so that of two acts one wins. */
@Injectable()
export class LifeService {
  constructor(
    private readonly life: LifeRepository,
    private readonly pilots: PilotsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, id: string): Promise<PilotLifeDto> {
    const { pilot, zones } = await this.pilots.getWithZones(caller, id);
    const { state, predecessorId, successorId } = pilot;
    return {
      pilotId: id,
      state,
      pauses: await this.pausesOf(caller, pilot, zones),
      ending: await this.endingOf(caller, id, zones),
      predecessorId,
      successorId,
    };
  }

  pause(caller: Caller, pilotId: string, reason: string): Promise<PilotLifeDto> {
    return this.database.transaction(async () => {
      requirePossible('pause', (await this.pilots.hold(caller, pilotId)).state);
      await this.life.pause({ id: newId(), pilotId, reason, at: this.clock.date(), by: caller.id });
      await this.pilots.changed('pilot.paused', pilotId, { reason });
      return this.get(caller, pilotId);
    });
  }

  resume(caller: Caller, id: string): Promise<PilotLifeDto> {
    return this.database.transaction(async () => {
      requirePossible('resume', (await this.pilots.hold(caller, id)).state);
      await this.life.resume(id, this.clock.date(), caller.id);
      await this.pilots.changed('pilot.resumed', id, {});
      return this.get(caller, id);
    });
  }

  /** A pause that is still open ends with the pilot. */
  end(
    caller: Caller,
    pilotId: string,
    { finding = null, why = null, evidence = null }: EndPilotDto,
  ): Promise<PilotLifeDto> {
    if (finding === 'timing' && evidence === null) throw invalid('evidence', 'INVALID_FIELD.evidence-needed');
    return this.database.transaction(async () => {
      requirePossible('end', (await this.pilots.hold(caller, pilotId)).state);
      const at = this.clock.date();
      await this.life.resume(pilotId, at, caller.id);
      await this.life.end({ pilotId, at, by: caller.id, finding, why, evidence });
      await this.pilots.changed('pilot.ended', pilotId, { finding, why, evidence });
      return this.get(caller, pilotId);
    });
  }

  /** A new pilot with all that people set of the old one, and new dates. */
  succeed(caller: Caller, id: string, given: SuccessorDto): Promise<PilotDto> {
    return this.database.transaction(async () => {
      const old = await this.pilots.hold(caller, id);
      requirePossible('succeed', old.state);
      if (old.successorId !== null) throw conflict('PILOT_SUCCEEDED');
      const { zones } = await this.pilots.getWithZones(caller, id);
      const ending = await this.life.findEnding(id);
      const days = successorOf(old, given, {
        today: latestDateOf(this.clock.now(), zones),
        endedOn: ending && latestDateOf(Number(ending.endedAt), zones),
      });
      const {
        id: _id,
        state: _state,
        endedAt: _endedAt,
        version: _version,
        predecessorId: _old,
        successorId: _new,
        lateChanges: _changes,
        ...terms
      } = old;
      return this.pilots.create(caller, { ...terms, ...days }, old);
    });
  }

  private async pausesOf(caller: Caller, pilot: PilotDto, zones: readonly string[]): Promise<PauseDto[]> {
    const pauses = await this.life.findPauses(pilot.id);
    return pauses.map(({ id, reason, pausedAt, resumedAt, by, resumedBy }) => {
      const days = pausedDays(
        { pausedAt: Number(pausedAt), resumedAt: resumedAt && Number(resumedAt) },
        zones,
      );
      return {
        id,
        ...days,
        pausedAt: inZone(pausedAt, zones[0]!),
        resumedAt: inZoneOrNull(resumedAt, zones[0]!),
        reason,
        by: seesPeople(caller) ? by : null,
        resumedBy: seesPeople(caller) ? resumedBy : null,
        isExcluded: isExcluded(days, pilot.exclusions),
      };
    });
  }

  private async endingOf(caller: Caller, id: string, zones: readonly string[]): Promise<EndingDto | null> {
    const ending = await this.life.findEnding(id);
    if (!ending) return null;
    return {
      ...ending,
      endedAt: inZone(ending.endedAt, zones[0]!),
      by: seesPeople(caller) ? ending.by : null,
    };
  }
}

const seesPeople = ({ kind, role }: Caller): boolean => kind === 'user' && role !== 'analyst';
