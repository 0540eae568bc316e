/** A refusal as MAX writes it: `code` for programs, `message` for people. */
export class MaxRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const badPayload = (message: string): MaxRefusal => new MaxRefusal(400, 'proto.payload', message);
/** What can't be edited, and a press that was answered already. */
export const notEditable = (): MaxRefusal =>
  new MaxRefusal(400, 'proto.payload', 'error.edit.invalid.message: the message cannot be edited');
