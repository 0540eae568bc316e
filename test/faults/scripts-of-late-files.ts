import path from 'node:path';
import type { Failpoint } from '../../src/process/failpoint';
import { pause, until } from '../support/until';
import { smallDisk } from './harm';
import { ADMIN } from './office';
import type { Scene, Script } from './play';
import { diesOf, healthOf, SECOND, SMALL } from './setting';

/** Each waits some seconds for a file that does not come. */
const LATE_KILLS = 8;

const isLate = async ({ office }: Pick<Scene, 'office'>): Promise<boolean> =>
  (await office.rows('select from late_file limit 1').catch(() => [])).length > 0;
const heard = ({ office }: Pick<Scene, 'office'>, id: number, part: string): boolean =>
  office.ledger.chat(id).some(({ text }) => text.includes(part));

/** Somebody's words are in their form though their photo, which they sent first, is not. */
const wordsWentBy = ({ office }: Scene): boolean =>
  office.people.teams.some(({ executor }) =>
    office.ledger
      .chat(executor.id)
      .some(
        ({ text }) => text.includes('часть вторая') && !text.includes('Принято фото') && text.includes('Комментарий'),
      ),
  );

/** Photos do not come for a while; all else goes on. The lives go on with it, each to its end. */
const stuck: Script = {
  name: 'stuck-file-20s',
  what: 'photos do not come from the messenger for 20 s, and all else does',
  office: SMALL,
  async strike(scene) {
    const { office, news } = scene;
    await office.network.become('no-files');
    await until('a photo is late', () => isLate(scene));
    await news(1);
    await until('its sender knows', () =>
      office.people.teams.some(({ executor: { id } }) => heard(scene, id, 'Файл ещё не пришёл')),
    );
    await until('the words go by', () => wordsWentBy(scene));
    await pause(15 * SECOND);
    await office.network.become('fair');
  },
};

/** The process dies again and again as a late photo is noted, has come, or has joined its form: it joins it once. */
const deathOfLateFile = (at: Failpoint): Script => ({
  name: `stuck-file-kill-${at}`,
  what: `kill -9 at «${at}» of a photo that is late, ${LATE_KILLS} times`,
  office: SMALL,
  starts: false,
  async strike({ office }) {
    for (let kill = 0; kill < LATE_KILLS; kill += 1) {
      const program = office.start({ FAILPOINT: `${at}:1` });
      // One that was late before may have no form to join any more: then the next is waited for.
      while (!program.isGone) {
        await office.network.become('no-files');
        while (!program.isGone && !(await isLate({ office }))) await pause(50);
        if (at !== 'late-file-noted') await office.network.become('fair');
        while (!program.isGone && (await isLate({ office }))) await pause(50);
      }
      await diesOf(office, program);
    }
    await office.network.become('fair');
    await office.start().ready();
    await until('none is late any more', async () => !(await isLate({ office })));
  },
});

/** Whoever sent it and whoever administers the bot know; it is kept by itself when there is room. */
const noRoom: Script = {
  name: 'stuck-file-disk-full',
  what: 'no room for files until the sender, an admin and /health have said so (a mount of 1 MB; where nobody may mount, a folder that is none)',
  office: { ...SMALL, admin: true },
  async strike(scene) {
    const { office } = scene;
    const disk = await smallDisk(path.join(office.work, 'data', 'files'));
    await until('its sender knows', () =>
      office.people.teams.some(({ executor: { id } }) => heard(scene, id, 'скорее всего, кончилось место')),
    );
    if (disk.mounted) {
      await until('the admin knows', () => heard(scene, ADMIN.id, 'На диске, где папка'));
      const { status, said } = await healthOf(office);
      if (status !== 503 || !said.includes('The disk is full')) throw new Error(`/health says ${status} ${said}`);
    }
    await disk.mend();
    await until('whoever watches knows that there is room', async () => (await healthOf(office)).status === 200);
  },
};

export const LATE_FILES: readonly Script[] = [
  stuck,
  ...(['late-file-noted', 'file-stored', 'late-file-joined'] as const).map(deathOfLateFile),
  noRoom,
];
