import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Somebody was forgotten whose appeal was once joined with this one, which is still open: what its texts have of them goes once it is over, and this row
 * with it.
 */
@Entity('forget_beside')
export class ForgetBeside {
  @PrimaryColumn('integer')
  appealId: number;

  /** Whose appeal it was. */
  @PrimaryColumn('integer')
  ownerId: number;

  @Column('jsonb')
  whose: Readonly<Record<string, unknown>>;
}
