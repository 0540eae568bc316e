import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Signature } from './signature';

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
