import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from './person';

/** Who in the bot is meant by a name of ПОС, as a coordinator has decided once for all its appeals. */
@Entity('registry_name')
export class RegistryName {
  /** The name as two people write it: one case, without dots and spaces, the surname first. */
  @PrimaryColumn('text')
  key: string;

  /** As ПОС writes it. */
  @Column('text')
  name: string;

  /** Null: nobody of the bot. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  @ForeignKey(() => Person)
  @Column('integer')
  decidedById: number;

  @Column('timestamptz')
  decidedAt: Date;
}
