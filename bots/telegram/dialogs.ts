import type { Message } from 'telegraf/types';
import type { FormRow } from '../../src/usecases/forms/form-store';
import type { FormMove } from './callback-data';
import type { BotContext } from './context';

/** A dialog of the bot's own, beside the acts of the regulation: by-hand intake, absence, search. Its state is a row of `form`. */
export interface Dialog {
  /** The form's `subject`. */
  readonly subject: string;
  /** Answers the press itself (the toast), then draws. */
  onButton(ctx: BotContext, form: FormRow, move: FormMove, value: string, queryId: string): Promise<void>;
  onText(ctx: BotContext, form: FormRow, text: string, message: Message): Promise<void>;
  /** Draws the present step at the bottom of the chat: its answer may not have reached the person. */
  show?(ctx: BotContext, form: FormRow): Promise<void>;
  /** A photo or file while it waits; absent: a polite «не нужно». */
  onFile?(ctx: BotContext, form: FormRow, message: Message): Promise<void>;
}
