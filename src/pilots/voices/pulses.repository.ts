import { Injectable } from '@nestjs/common';
import { PULSE_QUESTIONS, type PulseGroup, type PulseQuestion } from '../../domain/pilots/questions.js';
import { CANNOT_SAY } from '../../domain/pilots/voices.js';
import { Database } from '../../platform/database/database.js';
import type { DateRangeDto } from '../pilots.dto.js';

/** A location of a pilot whose people may be asked now. */
export interface AskingPlace {
  pilotId: string;
  pilotName: string;
  locationId: string;
  timeZone: string;
  baseline: DateRangeDto;
  pilot: DateRangeDto;
}

/** What a link leads to. */
export interface LinkedPulse {
  invitationId: string;
  pilotId: string;
  pilotName: string;
  month: string;
  group: PulseGroup;
  expiresAt: Date;
  isAnswered: boolean;
}

const ANSWERS = [CANNOT_SAY, 1, 2, 3, 4, 5];

@Injectable()
export class PulsesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locations of pilots that are neither paused nor ended and have a phase around two dates. The dates are a
   * day wide in each direction, because the zones differ; the exact day is the domain's.
   */
  findAsking(from: string, to: string): Promise<AskingPlace[]> {
    return this.database.query<AskingPlace>(
      `SELECT p.id AS "pilotId", p.name AS "pilotName", l.id AS "locationId", l.time_zone AS "timeZone",
              json_build_object('from', p.baseline_from, 'to', p.baseline_to) AS baseline,
              json_build_object('from', p.pilot_from, 'to', p.pilot_to) AS pilot
       FROM pilots p JOIN pilot_locations pl ON pl.pilot_id = p.id AND NOT pl.is_comparison
         JOIN locations l ON l.id = pl.location_id
       WHERE (p.baseline_from <= $2::date AND p.baseline_to > $1::date OR p.pilot_from <= $2::date AND p.pilot_to > $1::date)
         AND NOT EXISTS (SELECT FROM pilot_endings WHERE pilot_id = p.id)
         AND NOT EXISTS (SELECT FROM pilot_pauses WHERE pilot_id = p.id AND resumed_at IS NULL)
       ORDER BY p.id, l.id`,
      [from, to],
    );
  }

  /** Locks a pilot against deletion until the transaction ends; false when it is gone. */
  async holdPilot(id: string): Promise<boolean> {
    return (await this.database.one('SELECT FROM pilots WHERE id = $1 FOR KEY SHARE', [id])) !== null;
  }

  /**
   * The people of a location who have no invitation of that month yet: its operators, supervisors and Campus
   * IT. An operator without any location works at all of them.
   */
  findUninvited(
    { pilotId, locationId }: AskingPlace,
    month: string,
    today: string,
  ): Promise<{ userId: string; group: PulseGroup }[]> {
    return this.database.query<{ userId: string; group: PulseGroup }>(
      `SELECT u.id AS "userId",
              CASE u.role WHEN 'operator' THEN 'operators' WHEN 'supervisor' THEN 'supervisors' ELSE 'campus-it' END AS "group"
       FROM users u LEFT JOIN operators o ON o.user_id = u.id
       WHERE u.removed_at IS NULL AND u.role IN ('operator', 'supervisor', 'campus_it')
         AND (o.deactivated_on IS NULL OR o.deactivated_on > $4::date)
         AND (EXISTS (SELECT FROM user_locations WHERE user_id = u.id AND location_id = $2)
              OR u.role = 'operator' AND NOT EXISTS (SELECT FROM user_locations WHERE user_id = u.id))
         AND NOT EXISTS (SELECT FROM pulse_invitations WHERE pilot_id = $1 AND month = $3 AND user_id = u.id)
       ORDER BY u.id`,
      [pilotId, locationId, month, today],
    );
  }

  /** Returns the invitations that were new. */
  invite(
    invitations: readonly {
      id: string;
      pilotId: string;
      month: string;
      userId: string;
      group: PulseGroup;
      expiresAt: Date;
    }[],
  ): Promise<{ id: string; userId: string }[]> {
    return this.database.query<{ id: string; userId: string }>(
      `INSERT INTO pulse_invitations (id, pilot_id, month, user_id, group_name, expires_at)
       SELECT i.id, i."pilotId", i.month, i."userId", i."group", i."expiresAt"
       FROM json_to_recordset($1) AS i(id uuid, "pilotId" uuid, month text, "userId" uuid, "group" text, "expiresAt" timestamptz)
       ORDER BY i."userId"
       ON CONFLICT ON CONSTRAINT pulse_invitations_once DO NOTHING RETURNING id, user_id AS "userId"`,
      [JSON.stringify(invitations)],
    );
  }

  /** Adds a link to an invitation that is open; returns false when it is not. */
  async addLink(invitationId: string, digest: Buffer, now: Date): Promise<boolean> {
    const row = await this.database.one(
      `INSERT INTO pulse_links (digest, invitation_id)
       SELECT $2, id FROM pulse_invitations WHERE id = $1 AND NOT is_answered AND expires_at > $3 FOR KEY SHARE
       RETURNING digest`,
      [invitationId, digest, now],
    );
    return row !== null;
  }

  findLinked(digest: Buffer): Promise<LinkedPulse | null> {
    return this.database.one<LinkedPulse>(
      `SELECT i.id AS "invitationId", i.pilot_id AS "pilotId", p.name AS "pilotName", i.month, i.group_name AS "group",
              i.expires_at AS "expiresAt", i.is_answered AS "isAnswered"
       FROM pulse_links k JOIN pulse_invitations i ON i.id = k.invitation_id JOIN pilots p ON p.id = i.pilot_id
       WHERE k.digest = $1`,
      [digest],
    );
  }

  /** Uses up an invitation; returns false when it was used or is over. */
  async take(invitationId: string, now: Date): Promise<boolean> {
    const row = await this.database.one(
      `UPDATE pulse_invitations SET is_answered = true
       WHERE id = $1 AND NOT is_answered AND expires_at > $2 RETURNING id`,
      [invitationId, now],
    );
    return row !== null;
  }

  /**
   * Counts the answers. All counts of the group and month are written, also those that stay the same: so not
   * even PostgreSQL's own columns tell which ones the last person changed.
   */
  async count(
    { pilotId, month, group }: Pick<LinkedPulse, 'pilotId' | 'month' | 'group'>,
    answers: Readonly<Record<PulseQuestion, number>>,
  ): Promise<void> {
    const cells = PULSE_QUESTIONS.flatMap((question) =>
      ANSWERS.map((answer) => ({ question, answer, count: answers[question] === answer ? 1 : 0 })),
    );
    await this.database.query(
      `INSERT INTO pulse_counts (pilot_id, month, group_name, question, answer, count)
       SELECT $1, $2, $3, c.question, c.answer, c.count
       FROM json_to_recordset($4) AS c(question text, answer smallint, count int)
       ORDER BY c.question, c.answer
       ON CONFLICT ON CONSTRAINT pulse_counts_pkey DO UPDATE SET count = pulse_counts.count + excluded.count`,
      [pilotId, month, group, JSON.stringify(cells)],
    );
  }

  async removeOld(before: Date): Promise<void> {
    await this.database.query('DELETE FROM pulse_invitations WHERE expires_at < $1', [before]);
  }
}
