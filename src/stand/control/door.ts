import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ControlError } from '../errors';
import { enterBody, read } from './bodies';

/** Without those that look alike. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 8;

const newCode = (): string => Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('');

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** As people copy it from a terminal: «k7qm 4xtp», with a dash, or as it is. */
const asTyped = (given: string): string => given.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Of which browsers of other machines the stand has let in, by a code each, which only its terminal has shown. */
export class Door {
  private code = newCode();
  private readonly sessions = new Set<string>();

  /** @param tell is given each code once, as it begins to count */
  constructor(private readonly tell: (code: string) => void) {}

  open(): void {
    this.tell(`${this.code.slice(0, 4)}-${this.code.slice(4)}`);
  }

  /** @returns the secret of a browser that may come in from now on; null: that is not the code */
  enter(given: string): string | null {
    if (!isSame(asTyped(given), this.code)) return null;
    const session = randomBytes(24).toString('base64url');
    this.sessions.add(session);
    this.code = newCode();
    this.open();
    return session;
  }

  knows(session: string | undefined): boolean {
    return session !== undefined && this.sessions.has(session);
  }
}

/** Browsers keep cookies by host, whatever the port: two stands of one machine are told apart by theirs. */
const cookieName = ({ socket }: FastifyRequest): string => `stand_${socket.localPort}`;

export function sessionOf(request: FastifyRequest): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
  return cookies.find(([name]) => name === cookieName(request))?.[1];
}

export function doorRoutes(app: FastifyInstance, door: Door): void {
  app.post('/stand/enter', async (request, reply) => {
    const session = door.enter(read(enterBody, request.body).code);
    if (session === null)
      throw new ControlError(403, 'code', 'it is not the code', 'take the latest from the terminal of the stand');
    return reply
      .header('set-cookie', `${cookieName(request)}=${session}; Path=/; HttpOnly; SameSite=Strict`)
      .send({ entered: true });
  });
}
