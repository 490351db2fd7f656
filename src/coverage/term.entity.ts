import { Check, Column, Entity, Exclusion, PrimaryColumn, Unique } from 'typeorm';
import type { Term as DomainTerm } from '../domain/terms.js';

@Entity('terms')
@Unique('terms_name', ['name'])
@Check('terms_dates', 'ends_on >= starts_on')
@Check(
  'terms_caps',
  'LEAST(cap_classes, cap_exams, cap_break) >= 0 AND GREATEST(cap_classes, cap_exams, cap_break) <= 168',
)
@Exclusion('terms_disjoint', `USING gist (daterange(starts_on, ends_on, '[]') WITH &&)`)
export class Term {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('date', { name: 'starts_on' }) startsOn: string;
  @Column('date', { name: 'ends_on' }) endsOn: string;
  @Column('jsonb') periods: DomainTerm['periods'];
  @Column('double precision', { name: 'cap_classes' }) capClasses: number;
  @Column('double precision', { name: 'cap_exams' }) capExams: number;
  @Column('double precision', { name: 'cap_break' }) capBreak: number;
  @Column('int', { default: 1 }) version: number;
}
