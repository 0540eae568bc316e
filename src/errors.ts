/**
 * Something broke or was misused, as opposed to a refusal of the regulation, which is a value.
 * `code` is a key for a reader's text where one exists; `message` tells a developer what happened,
 * with which value, and what to do.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: string,
    message: string,
    readonly params: Readonly<Record<string, string | number>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
