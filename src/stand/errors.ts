export interface ResponseParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

/** A refusal of the Bot API, written as Telegram writes it. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ResponseParameters,
  ) {
    super(description);
  }
}

export const badRequest = (text: string, parameters?: ResponseParameters): ApiError =>
  new ApiError(400, `Bad Request: ${text}`, parameters);
export const forbidden = (text: string): ApiError => new ApiError(403, `Forbidden: ${text}`);
export const conflict = (text: string): ApiError => new ApiError(409, `Conflict: ${text}`);

/** A refusal of the control API: which field, what is wrong with it, what to do. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    readonly field: string,
    readonly reason: string,
    readonly todo: string,
  ) {
    super(`${field}: ${reason}`);
  }
}
