import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 16;
const START = /^i([A-Za-z0-9_-]{22})$/;

/** A secret of 128 bits; only its hash is kept, so a copy of the database opens no door. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
/** What the link of an invitation says, see links.ts. */
export const invitationStart = (secret: string): string => `i${secret}`;

/** Hash of the secret in what a link says; null when it is no invitation. */
export function invitationIn(start: string): string | null {
  const secret = START.exec(start)?.[1];
  return secret === undefined ? null : hashOf(secret);
}
