import { z } from 'zod';

/** A moment as JSON has it. */
export const instant = z.iso.datetime().transform((iso) => new Date(iso));
