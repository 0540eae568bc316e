import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { HoldingRole } from '../src/regulation/deputies';
import { Absence } from './absence';
import { Person } from './person';

/** Who stands in for an absent person in one role, where not one does in all (`deputyId` of the absence). */
@Entity('deputy')
@Index('deputy_person', ['deputyId'])
export class Deputy {
  @ForeignKey(() => Absence)
  @PrimaryColumn('integer')
  absenceId: number;

  @PrimaryColumn('text')
  role: HoldingRole;

  @ForeignKey(() => Person)
  @Column('integer')
  deputyId: number;
}
