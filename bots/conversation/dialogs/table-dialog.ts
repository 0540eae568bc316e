import { dialogShown } from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { Reply } from '../feature';
import type { Screen } from '../screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Dialog } from './dialog';
import { openDialog } from './dialog-message';
import { FormDialog } from './form-dialog';
import { TableHome, type TableOutcome } from './table-home';

/** A dialog that is a table of steps, over the one engine. */
export class TableDialog<State> extends FormDialog<State, TableOutcome> {
  private readonly table: TableHome<State>;

  constructor(
    talk: Talk,
    private readonly dialog: Dialog<State>,
  ) {
    const table = new TableHome(talk, dialog);
    super(talk, table);
    this.table = table;
    talk.asides.set(dialog.subject, (turn, form) => table.waiting(turn, form));
    if (dialog.givenUp) talk.givenUp.set(dialog.subject, dialog.givenUp);
  }

  /** What it was about: there they see what has come of it, whether it was done or given up. */
  instead(turn: Turn, answers: FormRow['answers']): Promise<Screen | null> {
    return this.dialog.cancelled(turn, answers);
  }

  /** Asks at the bottom of the chat. `said`: the answer to the first question, when it came along. */
  async begin(turn: Turn, answers: Record<string, unknown> = {}, said = ''): Promise<void> {
    const form = await openDialog(this.talk, turn, this.dialog.subject, answers);
    return said === '' ? this.show(turn, form) : this.words(turn, form, said);
  }

  /** Asks in the message that was pressed. */
  async beginHere(turn: Turn, answers: Record<string, unknown> = {}): Promise<Reply> {
    const opened = await openDialog(this.talk, turn, this.dialog.subject, answers);
    const form = { ...opened, messageRef: turn.message };
    await dialogShown(this.talk.desk, form.id, turn.message);
    return this.table.here(turn, form);
  }
}
