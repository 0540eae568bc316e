import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Person } from './person';

/** «Назначить как в ПОС» for many: pressed once, done in pieces by whichever process works on files. */
@Entity('registry_takeover')
@Index('registry_takeover_under_way', ['id'], { where: 'ended_at is null' })
export class RegistryTakeover {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('timestamptz')
  pressedAt: Date;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}

/** An appeal of it, and to whom it goes. */
@Entity('registry_takeover_item')
export class RegistryTakeoverItem {
  @ForeignKey(() => RegistryTakeover)
  @PrimaryColumn('integer')
  takeoverId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  executorId: number;

  /** Null: its turn has not come. False: somebody had acted on it before. */
  @Column('boolean', { nullable: true })
  done: boolean | null;
}
