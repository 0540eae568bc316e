import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { PaperKind } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Form } from './form';
import { Person } from './person';

/** A photo or file that came: original bytes on disk under their SHA-256, and how they came. What they show is `picture`. */
@Entity('attachment')
@Index('attachment_message', ['messenger', 'messageRef'], { unique: true })
@Index('attachment_form', ['formId'])
@Index('attachment_appeal', ['appealId'])
@Index('attachment_sha256', ['sha256'])
@Index('attachment_uploaded', ['uploadedById', 'receivedAt'])
@Index('attachment_of_system', ['appealId', 'sha256'], { unique: true, where: 'messenger is null' })
@Index('attachment_unjudged', ['id'], { where: `judged_at is null and kind = 'photo'` })
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

  /** Whose it is: of those who work on the appeal, or the applicant's own, which a report is compared with. */
  @Column('text')
  origin: 'official' | 'applicant';

  /** As the executor marks it; null: they did not. */
  @Column('text', { nullable: true })
  mark: 'before' | 'after' | null;

  /** `photo`: a picture, however it was sent; `document`: anything else. */
  @Column('text')
  kind: 'photo' | 'document';

  /** What an internal paper of the appeal is; null: it is a photo of a report, or came with something else. */
  @Column('text', { nullable: true })
  paper: PaperKind | null;

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

  /** Through which it came; null: through none, but by HTTP. */
  @Column('text', { nullable: true })
  messenger: string | null;

  /** With which that messenger shows it again without an upload. */
  @Column('text', { nullable: true })
  fileRef: string | null;

  /** The message that brought it, as the messenger names it. */
  @Column('text', { nullable: true })
  messageRef: string | null;

  /** What it has in common with those that came together with it; null: it came alone. */
  @Column('text', { nullable: true })
  album: string | null;

  /** Null: another system. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  uploadedById: number | null;

  @Column('timestamptz')
  receivedAt: Date;

  /** When its `evidence` was last judged; null: it waits for that. */
  @Column('timestamptz', { nullable: true })
  judgedAt: Date | null;

  /** A small picture of it, under this SHA-256. */
  @Column('text', { nullable: true })
  thumbnailSha256: string | null;

  /** Its term is over: the bytes are gone, the small picture stays. */
  @Column('timestamptz', { nullable: true })
  originalDeletedAt: Date | null;
}

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
