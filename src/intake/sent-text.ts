import { z } from 'zod';
import { cleanText, lengthInCharacters } from '../text/plain-text';
import { check } from './complaints';

/**
 * A text without what nobody sees or PostgreSQL takes (NUL, half of a pair), which may be empty: the one way of taking words over HTTP.
 * @param longest in characters, of what is left
 */
export const cleaned = (longest: number) =>
  z
    .string()
    .transform(cleanText)
    .refine((text) => lengthInCharacters(text) <= longest, check('tooLong', { count: longest }));

/** The same, of which something is left. */
export const filled = (longest: number) => cleaned(longest).refine((text) => text !== '', check('blank'));

/** The same; undefined for what is absent, null or blank: gateways send all three. */
export const optional = (longest: number) =>
  cleaned(longest)
    .nullish()
    .transform((text) => text || undefined);
