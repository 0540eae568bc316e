import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Attachment } from './attachment';
import { Letter } from './letter';

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
