import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { FormalSign } from '../src/regulation/formal-signs';
import type { AnswerType } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Attachment } from './attachments';
import { Category } from './category';
import { Person } from './person';

/** One version of an answer: the executor's draft, or a supervisor's edit of it. Never changed. */
@Entity('answer_draft')
@Index('answer_draft_appeal', ['appealId', 'id'])
export class AnswerDraft {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  authorId: number;

  /** The version that this one edits; null for what an executor sent. */
  @Column('integer', { nullable: true })
  editsId: number | null;

  @Column('text')
  type: AnswerType;

  @Column('text')
  text: string;

  @Column('date', { nullable: true })
  postponedUntil: PlainDate | null;

  /** Why «Решено» came without a photo. */
  @Column('text', { nullable: true })
  withoutPhoto: string | null;

  @Column('timestamptz')
  writtenAt: Date;
}

/** A photo or a file that a version of an answer takes along: it is given with that version, and no other is. Never changed. */
@Entity('draft_file')
@Index('draft_file_attachment', ['attachmentId'])
export class DraftFile {
  @ForeignKey(() => AnswerDraft)
  @PrimaryColumn('integer')
  draftId: number;

  @ForeignKey(() => Attachment)
  @PrimaryColumn('integer')
  attachmentId: number;
}

/** What a version of an answer looked like when it was written: the signs of a formal one. Never changed. */
@Entity('formal_check')
@Index('formal_check_likeness', { synchronize: false })
@Index('formal_check_signs', { synchronize: false })
export class FormalCheck {
  @ForeignKey(() => AnswerDraft)
  @PrimaryColumn('integer')
  draftId: number;

  @Column('jsonb')
  signs: FormalSign[];

  /** Of another appeal, whose text this one is nearly; null: of none. */
  @ForeignKey(() => AnswerDraft)
  @Column('integer', { nullable: true })
  repeatsId: number | null;

  /** Numbers of which near texts have some in common; see likeness. */
  @Column('integer', { array: true })
  likeness: number[];
}

/** A text with which answers of a category begin. */
@Entity('answer_template')
export class AnswerTemplate {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** With everything below it; null: for every appeal. */
  @ForeignKey(() => Category)
  @Column('integer', { nullable: true })
  categoryId: number | null;

  /** By which it is chosen. */
  @Column('text')
  name: string;

  /** With placeholders; see regulation/placeholders. */
  @Column('text')
  text: string;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;

  /** Null: it is offered. */
  @Column('timestamptz', { nullable: true })
  removedAt: Date | null;
}

/** A version of an answer as it was issued on paper (PDF): its bytes are kept, and are never made again. */
@Entity('letter')
@Index('letter_of_draft', { synchronize: false })
export class Letter {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => AnswerDraft)
  @Column('integer')
  draftId: number;

  /** Who is to sign it, and is printed under it; null: nobody was named yet. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  signerId: number | null;

  /** Not given out where an office shows no personal data in chats any more. */
  @Column('boolean')
  namesApplicant: boolean;

  /** Signed in ПОС, where its text stands: nobody signs this paper. */
  @Column('boolean')
  isDraft: boolean;

  /** The appeals that it answers, by numbers and registrations in short (`APPEALS_NAMED`); '': an earlier version did not say. */
  @Column('text', { default: '' })
  appealsNamed: string;

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @Column('timestamptz')
  issuedAt: Date;
}

/**
 * A good signature of a letter, and all that was checked of it. It counts once the form that has brought it has acted: its file
 * belongs to the appeal then, as `attachment` says.
 */
@Entity('signature')
@Index('signature_letter', ['letterId'])
@Index('signature_attachment', ['attachmentId'], { unique: true })
export class Signature {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Letter)
  @Column('integer')
  letterId: number;

  /** Its file; taken out of the form, it takes the check along. */
  @ForeignKey(() => Attachment, { onDelete: 'CASCADE' })
  @Column('integer')
  attachmentId: number;

  @Column('text')
  level: 'qualified' | 'unqualified';

  @Column('text')
  form: 'attached' | 'detached';

  @Column('text')
  algorithm: 'gost256' | 'gost512' | 'rsa' | 'ecdsa';

  /** Of the letter's bytes. */
  @Column('jsonb')
  hashes: { readonly sha256: string; readonly streebog256: string; readonly streebog512: string };

  /** Of the certificate, hex. */
  @Column('text')
  serial: string;

  @Column('text')
  subject: string;

  @Column('text')
  issuer: string;

  @Column('timestamptz')
  validFrom: Date;

  @Column('timestamptz')
  validTo: Date;

  /** From the signer up to the root. */
  @Column('jsonb')
  chain: readonly string[];

  /** Of each link of the chain: by which list it was known not to be revoked. */
  @Column('jsonb')
  revocation: readonly {
    readonly authority: string;
    readonly state: 'fresh' | 'stale' | 'missing';
    readonly number: string | null;
    readonly issuedAt: Date | null;
  }[];

  /** By what the person was told; null: nobody was asked for. */
  @Column('text', { nullable: true })
  toldBy: 'snils' | 'name' | null;

  /** By the signer's own clock; null: the signature does not say. */
  @Column('timestamptz', { nullable: true })
  signedAt: Date | null;

  @Column('timestamptz')
  checkedAt: Date;
}

/** What was checked of a signature, as it was issued on paper (PDF): its bytes are kept, and are never made again. */
@Entity('protocol')
export class Protocol {
  @ForeignKey(() => Signature, { onDelete: 'CASCADE' })
  @PrimaryColumn('integer')
  signatureId: number;

  /** Of its words. */
  @PrimaryColumn('text')
  locale: 'ru' | 'tt';

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @Column('timestamptz')
  issuedAt: Date;
}
