import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { EngagementPaper } from './engagement-paper';

/** Another file of a paper that is too long for one: what is signed, its first part, names the sum of these bytes. */
@Entity('engagement_paper_part')
export class EngagementPaperPart {
  @ForeignKey(() => EngagementPaper)
  @PrimaryColumn('integer')
  paperId: number;

  /** From 2. */
  @PrimaryColumn('integer')
  part: number;

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;
}
