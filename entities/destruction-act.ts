import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The act of destruction of somebody's data, as it was issued on paper (PDF): its bytes are kept, and are never made again. */
@Entity('destruction_act')
export class DestructionAct {
  /** Of the forgetting, in the journal. */
  @PrimaryColumn('bigint')
  entryId: number;

  /** Of its words. */
  @PrimaryColumn('text')
  locale: 'ru' | 'tt';

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @Column('timestamptz')
  issuedAt: Date;
}
