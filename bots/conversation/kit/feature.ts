import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import type { Button, ButtonKind } from './buttons';
import type { Screen } from './screen';
import type { Came, Turn } from './turn';

/** What whoever has pressed gets back. */
export interface Reply {
  /** A word for the finger; plain text. */
  readonly toast?: string | undefined;
  /** The toast is a refusal: it stays until it is read. */
  readonly alert?: boolean;
  /** In place of what the pressed message shows. */
  readonly screen?: Screen | null | undefined;
  /** Called when the screen had to go into a new message, since the pressed one is no more. */
  readonly drawnAnew?: (message: MessageRef) => Promise<unknown>;
  /** What takes as long as the network does, once the finger is answered. */
  readonly after?: (() => Promise<unknown>) | undefined;
}
export const refusal = (toast: string): Reply => ({ toast, alert: true });

export type Press<Kind extends ButtonKind> = (turn: Turn, button: Button<Kind>) => Promise<Reply>;
export type Command = (turn: Turn, argument: string) => Promise<void>;
export type Attachment = Extract<Came, { what: 'file' | 'place' | 'video' | 'other' }>;

/** What was pressed in a dialog; `revision`: of the copy in which the button stands. */
export type PressedMove = Readonly<Pick<Button<'form'>, 'revision' | 'move' | 'value'>>;

/** Something that waits for answers; its state is a row of `form`. */
export interface OpenDialog {
  /** Subjects of the forms that are its own. */
  readonly subjects: readonly string[];
  /** `waits`: nothing is done by it, since it stands in a copy of before that shows another question. */
  press(turn: Turn, form: FormRow, pressed: PressedMove): Promise<Reply | 'waits'>;
  /** What a press on a form that is over is told; null: nothing of its own. */
  pressAgain?(turn: Turn, formId: number): Promise<Reply | null>;
  /** What takes the place of its question once it is over; null: its message goes. Absent: it stands in a card. */
  instead?(turn: Turn, answers: FormRow['answers']): Promise<Screen | null>;
  words(turn: Turn, form: FormRow, text: string): Promise<void>;
  attachment(turn: Turn, form: FormRow, came: Attachment): Promise<void>;
  /** Draws the present question at the bottom of the chat: its answer may not have reached the person. */
  show(turn: Turn, form: FormRow): Promise<void>;
}

/** What words for which no dialog waits have meant: something that was answered, something to be asked about, nothing. */
export type StrayWords = 'answered' | 'kept' | 'nothing';

/** A part of the conversation with commands, buttons and dialogs of its own. */
export interface Feature {
  /** Without the slash. They come before every dialog, so that none can swallow them. */
  readonly commands?: Readonly<Record<string, Command>>;
  readonly presses?: { readonly [Kind in ButtonKind]?: Press<Kind> };
  readonly dialogs?: readonly OpenDialog[];
  /** Photos, files and places for which no dialog waits: one feature has this. */
  readonly strays?: (turn: Turn, came: Attachment) => Promise<void>;
  /** Words for which no dialog waits: one feature has this. */
  readonly strayWords?: (turn: Turn, text: string) => Promise<StrayWords>;
}
