import type { FastifyInstance } from 'fastify';
import type { StandClock } from '../clock';
import { ControlError } from '../errors';
import type { StandDocument } from '../options';

const dayMs = 86_400_000;

/** Documents handed over by whoever has started the stand, for people of the page to send. */
export function documentRoutes(
  app: FastifyInstance,
  clock: StandClock,
  { documents, timeZone }: { documents: readonly StandDocument[]; timeZone?: string | undefined },
): void {
  app.get<{ Params: { name: string } }>('/stand/documents/:name', async (request, reply) => {
    const document = documents.find(({ name }) => name === request.params.name);
    if (!document)
      throw new ControlError(
        404,
        'NAME',
        `there is no document «${request.params.name}»`,
        'look at documents of GET /stand/state',
      );
    return reply
      .type(document.mimeType)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(document.fileName)}`)
      .header('x-content-type-options', 'nosniff')
      .send(withDays(document.text, clock.now(), timeZone));
  });
}

/** `{{day}}`, `{{day-2}}`, `{{day+10}}` become days of the stand's time, as 29.11.2026. */
function withDays(text: string, now: Date, timeZone: string | undefined): string {
  const format = new Intl.DateTimeFormat('ru-RU', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone });
  return text.replace(/\{\{day([+-]\d{1,3})?\}\}/g, (_, days: string | undefined) =>
    format.format(new Date(now.getTime() + Number(days ?? 0) * dayMs)),
  );
}
