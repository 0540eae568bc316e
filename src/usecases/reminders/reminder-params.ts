import { z } from 'zod';

// What a reminder's `reason` needs beside its appeal and its person. This program wrote them, so what does not parse throws.

/** `delete_contacts`: the message in which they are. */
export const shownContacts = z.object({ messenger: z.string(), chatId: z.string(), message: z.string() });
/** `visit_evening`, `visit_hour` */
export const visitAhead = z.object({ visitId: z.int() });
/** `snoozed`: the message of nags that is put off. */
export const snoozedNags = z.object({ root: z.string() });
/** `replan`: the last appeal that was planned anew; none at first. */
export const replanning = z.object({ after: z.int().default(0) });
