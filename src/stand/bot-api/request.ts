import { parse as parseQuery } from 'node:querystring';
import type { FastifyRequest } from 'fastify';
import { ApiError, badRequest } from '../errors';
import { assertUtf8 } from '../text/format';
import { mebibyte } from '../world/file-store';
import { Uploads, type Upload } from './method';
import { objectOf } from './object-of';

export const uploadLimit = 50 * mebibyte;

export interface GivenParameters {
  readonly values: Readonly<Record<string, unknown>>;
  readonly uploads: Uploads;
}

/**
 * Parameters of a Bot API request from its query and its body: JSON, urlencoded or multipart.
 * @throws ApiError 413 for more than 50 MB, 400 for what cannot be read
 */
export async function readParameters(request: FastifyRequest): Promise<GivenParameters> {
  const { values, uploads } = request.isMultipart()
    ? await readMultipart(request)
    : { values: readBody(request), uploads: new Uploads() };
  const all: Record<string, unknown> = {};
  for (const [name, value] of [...Object.entries(objectOf(request.query)), ...Object.entries(values)])
    // null stands for «not given», as clients in other languages write it.
    if (value !== null && value !== undefined) all[name] = value;
  assertDeepUtf8(all);
  // telegraf repeats the method's name in its multipart bodies; as a field `method` Telegram takes it too.
  delete all['method'];
  return { values: all, uploads };
}

function readBody(request: FastifyRequest): Record<string, unknown> {
  const { body } = request;
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const text = body.toString('utf8');
  if (type === 'application/json') return jsonObject(text);
  if (type === 'application/x-www-form-urlencoded') return { ...parseQuery(text) };
  throw badRequest('unsupported content type of the request');
}

function jsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('JSON object expected as request body');
  return objectOf(value);
}

async function readMultipart(request: FastifyRequest): Promise<GivenParameters> {
  const values: Record<string, unknown> = {};
  const files = new Map<string, Upload>();
  try {
    for await (const part of request.parts({
      limits: { fileSize: uploadLimit, files: 20, fields: 100, fieldSize: mebibyte },
    })) {
      if (part.type === 'field') values[part.fieldname] = part.value;
      else
        files.set(part.fieldname, {
          fileName: part.filename === '' ? undefined : part.filename,
          bytes: await part.toBuffer(),
        });
    }
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 413)
      throw new ApiError(413, 'Request Entity Too Large');
    throw badRequest("can't parse multipart body");
  }
  return { values, uploads: new Uploads(files) };
}

function assertDeepUtf8(value: unknown): void {
  if (typeof value === 'string') assertUtf8(value);
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) assertDeepUtf8(inner);
}
