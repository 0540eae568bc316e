import { z } from 'zod';
import { badRequest } from '../errors';
import type { Parts } from '../parts';
import { parameterError } from './parameters';

export interface Upload {
  readonly fileName: string | undefined;
  readonly bytes: Buffer;
}

/** Files of one multipart request by the name of their field; those that a method has used are noted. */
export class Uploads {
  readonly used = new Set<string>();

  constructor(readonly files: ReadonlyMap<string, Upload> = new Map()) {}

  take(name: string): Upload {
    const upload = this.files.get(name);
    if (!upload) throw badRequest("can't parse InputMedia: media not found");
    this.used.add(name);
    return upload;
  }
}

export interface Call extends Parts {
  readonly uploads: Uploads;
  /** Fires when the caller has hung up. */
  readonly gone: AbortSignal;
}

export interface Method {
  readonly name: string;
  /** @throws ApiError */
  run(call: Call, given: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/**
 * One method of the Bot API: its parameters, checked strictly (an unknown one is refused, which Telegram does not do:
 * there it is lost in silence), and what it does.
 */
export function method<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  action: (call: Call, parameters: z.output<z.ZodObject<Shape, z.core.$strict>>) => unknown,
): Method {
  const schema = z.strictObject(shape);
  return {
    name,
    async run(call, given) {
      const withFiles: Record<string, unknown> = { ...given };
      for (const field of call.uploads.files.keys())
        if (field in shape && withFiles[field] === undefined) withFiles[field] = `attach://${field}`;
      const parsed = schema.safeParse(withFiles, { reportInput: true });
      if (!parsed.success) throw parameterError(parsed.error);
      const result = await action(call, parsed.data);
      const unused = [...call.uploads.files.keys()].find((field) => !call.uploads.used.has(field));
      if (unused !== undefined) throw badRequest(`unknown parameter "${unused}"`);
      return result;
    },
  };
}
