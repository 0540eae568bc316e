/** What is to be known of a messenger's server, so that whoever waits for it waits for any in the same way. */
export interface Service {
  /** As operators know it: «Telegram». */
  readonly name: string;
  /** The variable that holds the token. */
  readonly tokenVariable: string;
  /** The variable that holds the address to which updates come. */
  readonly webhookVariable: string;
  /** What the operator does about a token that is no longer taken, for a log and a monitor. */
  readonly renewal: string;
  /** What an error of a call says of the token; `nothing`: nobody has read it, or the error is not of the server. */
  tokenBy(this: void, error: unknown): 'taken' | 'refused' | 'nothing';
  /** Whether nobody has answered. An answer that refuses is an answer. */
  isSilence(error: unknown): boolean;
  /** What the operator does where the silence is a certificate that this machine does not trust; null: it is none. */
  untrusted?(this: void, error: unknown): string | null;
  /** Seconds for which the server wants to be left alone, where it has said so. */
  retryAfter(error: unknown): number | undefined;
}
