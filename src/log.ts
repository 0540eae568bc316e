/** What the parts ask of a log; pino's Logger is one. Fields never hold a token, a person's words or an applicant's data. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
