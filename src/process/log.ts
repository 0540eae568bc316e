/** What the parts ask of a log; pino's Logger is one. Fields never hold a token, a person's words or an applicant's data. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * One line for a log or a table: what happened, without a bot's token. Never log an error itself: a network error's
 * stack holds the address with the token, a Telegram error holds the text that was being sent.
 */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\/bot\d+:[^/\s]+/g, '/bot[token]');
}

/** Where it happened: the frames of the stack without the message above them. */
export function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  const frames = error.stack.split('\n').filter((line) => /^ +at /.test(line));
  return frames.slice(0, 12).map((line) => line.trim());
}
