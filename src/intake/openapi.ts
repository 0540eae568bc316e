import { z } from 'zod';
import { appealStatus, problem, registration } from './answers';
import type { IntakeWords } from './complaints';
import { MOST_PHOTOS } from './parts';
import { appealRecord } from './record';

type SchemaName = 'Appeal' | 'Registration' | 'AppealStatus' | 'Problem';

/** The OpenAPI 3.1 description, made from the schemas that do the work, so that it can't promise anything else. */
export function openApi(words: IntakeWords): object {
  return {
    openapi: '3.1.0',
    info: { title: words('openapi.title'), description: words('openapi.description'), version: '1' },
    security: [{ token: [] }],
    paths: {
      '/api/appeals': { post: registerAppeals(words) },
      '/api/appeals/{number}': { get: readAppealStatus(words) },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Appeal: jsonSchema(appealRecord, 'input'),
        Registration: jsonSchema(registration, 'output'),
        AppealStatus: jsonSchema(appealStatus, 'output'),
        Problem: jsonSchema(problem, 'output'),
      } satisfies Record<SchemaName, object>,
    },
  };
}

function registerAppeals(words: IntakeWords): object {
  const oneOrMany = { oneOf: [reference('Appeal'), { type: 'array', minItems: 1, items: reference('Appeal') }] };
  return {
    operationId: 'registerAppeals',
    summary: words('openapi.post'),
    description: words('openapi.postDescription'),
    requestBody: {
      required: true,
      content: {
        ...json(oneOrMany, { example: example(words) }).content,
        'multipart/form-data': {
          schema: appealWithPhotos(words),
          encoding: { appeal: { contentType: 'application/json' } },
        },
      },
    },
    responses: {
      '201': answer(words('openapi.created'), 'Registration'),
      '200': answer(words('openapi.repeated'), 'Registration'),
      '400': answer(words('openapi.badItems'), 'Problem'),
      '413': answer(words('openapi.tooLarge'), 'Problem'),
      '415': answer(words('openapi.wrongMediaType'), 'Problem'),
      '507': { ...answer(words('openapi.noRoom'), 'Problem'), ...RETRY_AFTER },
      ...everyRouteAnswers(words),
    },
  };
}

function appealWithPhotos(words: IntakeWords): object {
  return {
    type: 'object',
    required: ['appeal'],
    additionalProperties: false,
    properties: {
      appeal: { ...reference('Appeal'), description: words('openapi.appealPart') },
      photo: {
        type: 'array',
        maxItems: MOST_PHOTOS,
        items: { type: 'string', contentMediaType: 'image/*' },
        description: words('openapi.photoPart'),
      },
    },
  };
}

function readAppealStatus(words: IntakeWords): object {
  return {
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
      '200': answer(words('openapi.status'), 'AppealStatus'),
      '404': answer(words('openapi.noAppeal'), 'Problem'),
      ...everyRouteAnswers(words),
    },
  };
}

function everyRouteAnswers(words: IntakeWords): object {
  return {
    '401': answer(words('openapi.unauthorized'), 'Problem'),
    '429': { ...answer(words('openapi.tooMany'), 'Problem'), ...RETRY_AFTER },
    '503': { ...answer(words('openapi.off'), 'Problem'), ...RETRY_AFTER },
  };
}

const RETRY_AFTER = { headers: { 'Retry-After': { schema: { type: 'integer' } } } };

function answer(description: string, name: SchemaName): object {
  return { description, ...json(reference(name)) };
}

function json(content: object, extra: object = {}): { readonly content: object } {
  return { content: { 'application/json': { schema: content, ...extra } } };
}

function reference(name: SchemaName): object {
  return { $ref: `#/components/schemas/${name}` };
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
