import { z } from 'zod';
import { appealStatus, problem, registration } from './answers';
import type { IntakeKey, IntakeWords } from './complaints';
import { appealRecord } from './record';

/** The OpenAPI 3.1 description, made from the schemas that do the work, so that it can't promise anything else. */
export function openApi(words: IntakeWords): object {
  const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const json = (content: object, extra: object = {}) => ({
    content: { 'application/json': { schema: content, ...extra } },
  });
  const answer = (description: IntakeKey, name: string) => ({ description: words(description), ...json(schema(name)) });
  const problems = {
    '401': answer('openapi.unauthorized', 'Problem'),
    '429': {
      ...answer('openapi.tooMany', 'Problem'),
      headers: { 'Retry-After': { schema: { type: 'integer' } } },
    },
    '503': answer('openapi.off', 'Problem'),
  };
  return {
    openapi: '3.1.0',
    info: { title: words('openapi.title'), description: words('openapi.description'), version: '1' },
    security: [{ token: [] }],
    paths: {
      '/api/appeals': {
        post: {
          operationId: 'registerAppeals',
          summary: words('openapi.post'),
          description: words('openapi.postDescription'),
          requestBody: {
            required: true,
            ...json(
              { oneOf: [schema('Appeal'), { type: 'array', minItems: 1, items: schema('Appeal') }] },
              { example: example(words) },
            ),
          },
          responses: {
            '201': answer('openapi.created', 'Registration'),
            '200': answer('openapi.repeated', 'Registration'),
            '400': answer('openapi.badItems', 'Problem'),
            '413': answer('openapi.tooLarge', 'Problem'),
            '415': answer('openapi.wrongMediaType', 'Problem'),
            ...problems,
          },
        },
      },
      '/api/appeals/{number}': {
        get: {
          operationId: 'readAppealStatus',
          summary: words('openapi.get'),
          parameters: [
            {
              name: 'number',
              in: 'path',
              required: true,
              description: words('openapi.number'),
              schema: { type: 'string' },
            },
          ],
          responses: {
            '200': answer('openapi.status', 'AppealStatus'),
            '404': answer('openapi.noAppeal', 'Problem'),
            ...problems,
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Appeal: jsonSchema(appealRecord, 'input'),
        Registration: jsonSchema(registration, 'output'),
        AppealStatus: jsonSchema(appealStatus, 'output'),
        Problem: jsonSchema(problem, 'output'),
      },
    },
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema, ...body } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: made }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(made, { type: 'string', format: 'date-time' });
    },
  });
  return body;
}

/** The sample of the description; a test sends it. */
function example(words: IntakeWords): object {
  return {
    number: '327441806',
    epguNumber: '6668478383',
    kind: 'message',
    registeredAt: '2026-11-25T09:00:00+03:00',
    category: words('openapi.exampleCategory'),
    subcategory: words('openapi.exampleSubcategory'),
    fact: words('openapi.exampleFact'),
    fastTrackDays: 10,
    text: words('openapi.exampleText'),
    address: words('openapi.exampleAddress'),
    settlement: words('openapi.exampleSettlement'),
    latitude: 55.71,
    longitude: 51.41,
  };
}
