import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 16;
const PAYLOAD = /^i([A-Za-z0-9_-]{22})$/;

/** A secret of 128 bits; only its hash is kept, so a copy of the database opens no door. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
export const invitationLink = (botUsername: string, secret: string): string =>
  `https://t.me/${botUsername}?start=i${secret}`;

/** Hash of the secret in the payload of /start; null when it is no invitation. */
export function invitationIn(payload: string): string | null {
  const secret = PAYLOAD.exec(payload)?.[1];
  return secret === undefined ? null : hashOf(secret);
}
