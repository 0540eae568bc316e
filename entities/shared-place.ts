import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Form } from './form';
import { Person } from './person';

/** A location that an official has shared beside photos; of a live one each move is a row. */
@Entity('shared_place')
@Index('shared_place_person', ['personId', 'at'])
@Index('shared_place_message', ['messenger', 'messageRef', 'at'], { unique: true })
export class SharedPlace {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** With which form it came; null: with none, before the photos. */
  @ForeignKey(() => Form)
  @Column('integer', { nullable: true })
  formId: number | null;

  @Column('double precision')
  latitude: number;

  @Column('double precision')
  longitude: number;

  /** Metres; null: the messenger does not say. */
  @Column('double precision', { nullable: true })
  positionError: number | null;

  /** When they were there, by the messenger's clock. */
  @Column('timestamptz')
  at: Date;

  /** It follows them: a point chosen on a map may be anywhere, this one is where the phone is. */
  @Column('boolean')
  live: boolean;

  @Column('text')
  messenger: string;

  @Column('text')
  messageRef: string;
}
