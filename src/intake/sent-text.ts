import { z } from 'zod';
import { cleanText, lengthInCharacters } from '../text/plain-text';
import { check } from './complaints';

/** A text without what nobody sees, which may be empty. @param longest in characters, of what is left */
export const cleaned = (longest: number) =>
  z
    .string()
    .transform(cleanText)
    .refine((text) => lengthInCharacters(text) <= longest, check('tooLong', { count: longest }));

/** The same, of which something is left. */
export const filled = (longest: number) => cleaned(longest).refine((text) => text !== '', check('blank'));
