import type { Config, StandSettings } from '../config';
import { statement, type Queries } from '../database/database';
import { inSentence, wordsOf, type Words } from '../i18n';
import { appealRecord } from '../intake/record';
import { ROLES, type Role } from '../regulation/vocabulary';
import type { AppealRecord } from '../usecases/intake/register-appeals';
import { columns, rows } from './export.json';
import samples from './samples.json';
import type { StandPhone } from './telling';

interface TrainingOptions {
  readonly config: Config;
  readonly stand: StandSettings;
  readonly people: readonly { readonly id: number; readonly name: string; readonly roles: readonly Role[] }[];
  readonly groups: readonly { readonly id: number; readonly title: string }[];
  readonly intakeToken: string;
  readonly stateFile: string;
}

/** What the stand is handed: the office's people with phones, a group, and sample appeals as ready HTTP requests. */
export function trainingOptions({ config, stand, people, groups, intakeToken, stateFile }: TrainingOptions) {
  const words = wordsOf(config.defaultLocale);
  return {
    port: stand.port,
    host: stand.host,
    flood: stand.flood,
    ...(stand.token === null ? {} : { token: stand.token }),
    stateFile,
    timeZone: config.timeZone,
    // A database that somebody else keeps is not ours to throw away.
    canRestart: config.databaseUrl === null,
    people: people.map(({ id, ...person }) => ({ id, ...phoneOf(person, words) })),
    groups: groups.map(({ id, title }) => ({
      id,
      title,
      members: people.map((person) => person.id),
      botStatus: 'member',
    })),
    bot: { username: 'murajagat_bot', first_name: words.plain('common:botName') },
    documents: [
      {
        name: 'export',
        title: words.plain('common:training.export'),
        fileName: `${words.plain('common:training.exportFile')}.csv`,
        mimeType: 'text/csv',
        text: [columns, ...rows].map((cells) => cells.join(';')).join('\r\n'),
      },
    ],
    samples: samples.map(({ name, title, appeal }) => ({
      name,
      title,
      ...placeOf(appeal),
      request: {
        method: 'POST',
        url: `http://${config.http.host}:${config.http.port}/api/appeals`,
        headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
        body: { ...appeal, number: '{{unique}}', registeredAt: '{{now}}' },
      },
    })),
  };
}

/** A phone of the stand for somebody of the office. */
export const phoneOf = ({ name, roles }: { name: string; roles: readonly Role[] }, words: Words): StandPhone => ({
  name,
  languageCode: 'ru',
  ...roleOf(roles, words),
});

const placeOf = ({ latitude, longitude }: { readonly latitude?: number; readonly longitude?: number }) =>
  latitude === undefined || longitude === undefined ? {} : { place: { latitude, longitude } };

/** In one order for everybody: whom one looks for in the list comes first, who only administers last. */
function roleOf(held: readonly Role[], { plain }: Words): { role?: string } {
  const names = ROLES.filter((role) => held.includes(role)).map((role) => plain(`people:role.${role}`));
  const [first, ...others] = names;
  return first === undefined ? {} : { role: [first, ...others.map(inSentence)].join(', ') };
}

const anyAppeal = statement('any-appeal', 'select exists (select from appeal) as any');
const FIRST = ['pothole', 'water', 'bus'];

/** A few appeals to begin with, the first time only. */
export async function firstAppeals(queries: Queries, now: Date): Promise<AppealRecord[]> {
  const [found] = await queries.query<{ any: boolean }>(anyAppeal);
  if (found?.any) return [];
  return samples
    .filter(({ name }) => FIRST.includes(name))
    .map(({ appeal }, index) =>
      appealRecord.parse({
        ...appeal,
        number: String(327441801 + index),
        registeredAt: now.toISOString().replace('Z', '+00:00'),
      }),
    );
}
