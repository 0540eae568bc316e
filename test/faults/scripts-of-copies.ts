import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { copiesIn } from '../../src/adapters/backup/copies-in';
import { requireFiles, requireParts } from '../../src/adapters/backup/restore-copy';
import { pause, until } from '../support/until';
import type { Scene, Script } from './play';
import { SECOND, SMALL } from './setting';

const KILLS = 8;
/** A copy of a small office, and its check, take some seconds: each is killed somewhere on its way. */
const WITHIN = 4 * SECOND;

async function killing({ office, random }: Scene, name: string, args: readonly string[]): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const command = office.command(name, args);
    await pause(random() * WITHIN);
    command.kill();
    await command.ended;
  }
}

async function must({ office }: Scene, name: string, args: readonly string[]): Promise<void> {
  // the server may not have seen yet that the one before is gone
  await until(`${name} succeeds`, async () => (await office.command(name, args).ended).code === 0);
}

/** People go on working, and hear all that they are to hear; whatever looks like a copy is one. */
const killedCopies: Script = {
  name: 'copy-kill',
  what: `kill -9 of ${KILLS} copies on their way, and of ${KILLS} checks of a whole one, while people work`,
  office: SMALL,
  async strike(scene) {
    const folder = path.join(scene.office.work, 'copies');
    await killing(scene, 'backup', [folder]);
    for (const copy of await copiesIn(folder)) {
      await requireParts(copy);
      await requireFiles(copy);
    }
    await must(scene, 'backup', [folder]);
    const newest = (await copiesIn(folder))[0]?.folder ?? '';
    await killing(scene, 'restore', [newest, '--check']);
    await must(scene, 'restore', [newest, '--check']);
    const left = (await readdir(folder)).filter((name) => /^\d{4}-/.test(name));
    const whole = (await copiesIn(folder)).length;
    if (left.length !== whole) throw new Error(`${left.length} folders look like copies, and ${whole} are`);
  },
};

export const COPIES: readonly Script[] = [killedCopies];
