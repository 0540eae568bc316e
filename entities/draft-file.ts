import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AnswerDraft } from './answer-draft';
import { Attachment } from './attachment';

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
