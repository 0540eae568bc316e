import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Form } from './form';
import { Person } from './person';

/** A photo or file that came through a chat: original bytes on disk under their SHA-256, and what is known of them. */
@Entity('attachment')
@Index('attachment_message', ['messenger', 'messageRef'], { unique: true })
@Index('attachment_form', ['formId'])
@Index('attachment_appeal', ['appealId'])
export class Attachment {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Null until the form that gathers it has acted. */
  @ForeignKey(() => Appeal)
  @Column('integer', { nullable: true })
  appealId: number | null;

  @ForeignKey(() => Form)
  @Column('integer', { nullable: true })
  formId: number | null;

  /** `photo`: a picture, however it was sent; `document`: anything else. */
  @Column('text')
  kind: 'photo' | 'document';

  /** The messenger recompressed it and stripped time and place. */
  @Column('boolean')
  compressed: boolean;

  @Column('text', { nullable: true })
  fileName: string | null;

  @Column('text', { nullable: true })
  mimeType: string | null;

  @Column('integer')
  size: number;

  @Column('text')
  sha256: string;

  /** Through which it came. */
  @Column('text')
  messenger: string;

  /** With which that messenger shows it again without an upload. */
  @Column('text')
  fileRef: string;

  /** The message that brought it, as the messenger names it. */
  @Column('text')
  messageRef: string;

  @ForeignKey(() => Person)
  @Column('integer')
  uploadedById: number;

  @Column('timestamptz')
  receivedAt: Date;
}
