import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { inZone } from '../../domain/iso-text.js';
import type { PhaseName } from '../../domain/pilots/phases.js';
import { isClosed, phaseOfMonth, shownFrom, type Month } from '../../domain/pilots/pulse-months.js';
import { PULSE_QUESTIONS, type PulseGroup } from '../../domain/pilots/questions.js';
import { patronFigures, pulseFigures } from '../../domain/pilots/voices.js';
import { Clock } from '../../platform/clock/clock.js';
import type { PilotDto } from '../pilots.dto.js';
import { PilotsService } from '../pilots.service.js';
import type { PatronFiguresDto, PulseFiguresDto, VoicesDto } from './voices.dto.js';
import { VoicesRepository } from './voices.repository.js';

/** What people and patrons say of a pilot, by month, without what could tell one answer. */
@Injectable()
export class VoicesService {
  constructor(
    private readonly voices: VoicesRepository,
    private readonly pilots: PilotsService,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, id: string): Promise<VoicesDto> {
    const { pilot, zones } = await this.pilots.getWithZones(caller, id);
    const now = this.clock.now();
    const pulseCounts = await this.voices.findPulseCounts(id);
    const patronCounts = await this.voices.findPatronCounts(pilot.locationIds, ...daysOf(pilot));
    const months = new Set([...pulseCounts, ...patronCounts].map(({ month }) => month));
    const own = [...months].sort().flatMap((month) => {
      const phase = phaseOfMonth(month, pilot);
      return phase ? [{ month, phase }] : [];
    });
    const closed = own.filter(({ month }) => isClosed(month, now, zones));
    return {
      asOf: inZone(now, zones[0]!),
      pulse: closed.flatMap((month) => pulseOf(month, pulseCounts)),
      patrons: closed.flatMap((month) => patronsOf(month, patronCounts)),
      open: own
        .filter(({ month }) => !isClosed(month, now, zones))
        .map(({ month }) => ({ month, shownFrom: shownFrom(month) })),
    };
  }
}

interface ShownMonth {
  month: Month;
  phase: PhaseName;
}

type PulseCounts = Awaited<ReturnType<VoicesRepository['findPulseCounts']>>;
type PatronCounts = Awaited<ReturnType<VoicesRepository['findPatronCounts']>>;

function pulseOf(shown: ShownMonth, counts: PulseCounts): PulseFiguresDto[] {
  const own = counts.filter(({ month }) => month === shown.month);
  if (own.length === 0) return [];
  return PULSE_QUESTIONS.flatMap((question) =>
    Object.entries(pulseFigures(own.filter((one) => one.question === question))).map(([group, figures]) => ({
      ...shown,
      question,
      group: group as PulseGroup | 'all',
      ...figures,
    })),
  );
}

function patronsOf(shown: ShownMonth, counts: PatronCounts): PatronFiguresDto[] {
  const own = counts.filter(({ month }) => month === shown.month);
  return own.length === 0 ? [] : [{ ...shown, ...patronFigures(own) }];
}

/** From the first to the last day of both phases. */
function daysOf({ baseline, pilot }: PilotDto): [string, string] {
  return [
    baseline.from < pilot.from ? baseline.from : pilot.from,
    baseline.to > pilot.to ? baseline.to : pilot.to,
  ];
}
