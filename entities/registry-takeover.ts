import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Remedy } from '../src/regulation/differences';
import type { Difference } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';

/** «Назначить как в ПОС» and the like for many: pressed once, done in pieces by whichever process works on files. */
@Entity('registry_takeover')
@Index('registry_takeover_under_way', ['id'], { where: 'ended_at is null' })
export class RegistryTakeover {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Which differences it mends, and by what. */
  @Column('text')
  kind: Difference;

  @Column('text')
  remedy: Remedy;

  /** «Вернуть как было»: it takes that one back. */
  @ForeignKey(() => RegistryTakeover)
  @Column('integer', { nullable: true })
  undoOfId: number | null;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('timestamptz')
  pressedAt: Date;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}

/** An appeal of it. */
@Entity('registry_takeover_item')
export class RegistryTakeoverItem {
  @ForeignKey(() => RegistryTakeover)
  @PrimaryColumn('integer')
  takeoverId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  /** To whom it goes; null: its executor stays. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;

  /** Null: its turn has not come. False: somebody had acted on it before, or it could not be done. */
  @Column('boolean', { nullable: true })
  done: boolean | null;

  /** The bot has failed at it again and again: the others went on without it. */
  @Column('boolean', { default: false })
  failed: boolean;
}
