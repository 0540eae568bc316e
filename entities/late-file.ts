import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Form } from './form';
import { Person } from './person';

/** A photo or a file that has not come when its message did: it joins its form when it comes, if that is still open. */
@Entity('late_file')
@Unique(['messenger', 'messageRef'])
export class LateFile {
  /** In the order in which they were sent. */
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  messenger: string;

  @Column('text')
  messageRef: string;

  /** Those of an album join in its order; null: it came alone. */
  @Column('text', { nullable: true })
  album: string | null;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** The form that was open then; null: none was. */
  @ForeignKey(() => Form, { onDelete: 'CASCADE' })
  @Column('integer', { nullable: true })
  formId: number | null;

  @Column('timestamptz')
  since: Date;
}
