import { agree, card, inWork, open, submit } from './office-work';
import { readPdf } from './pdf-pages';
import { unzip } from './unzip';
import type { Who, World } from './world';

/** Who has folders of evidence made, and by which button. */
export const CURATOR: Who = 'secondCoordinator';
export const GATHER = 'Папка для проверки';

/** ZIPs of an appeal in the curator's chat, the oldest first. */
export async function foldersOf(
  world: World,
  number: string,
): Promise<{ readonly name: string; readonly files: ReadonlyMap<string, Buffer> }[]> {
  await world.quiet();
  const documents = (await world.phone(CURATOR).messages()).flatMap(({ document }) => document ?? []);
  const zips = documents.filter(({ file_name: name }) => name.includes(number) && name.endsWith('.zip'));
  return Promise.all(
    zips.map(async ({ file_name: name, file_id: id }) => ({
      name,
      files: await unzip(await world.stand.download(id)),
    })),
  );
}

export async function gatherFolder(world: World, number: string): Promise<ReadonlyMap<string, Buffer>> {
  await open(world, CURATOR, number);
  await world.phone(CURATOR).press(GATHER, card(number));
  const made = (await foldersOf(world, number)).at(-1);
  if (!made) throw new Error('No folder came');
  return made.files;
}

export const wordsIn = (files: ReadonlyMap<string, Buffer>, name: string): string =>
  readPdf(files.get(name) ?? Buffer.from('')).pages.join(' ');

/** An answered appeal with two photos of a report, a paper of its own, and a comment. */
export async function livedAppeal(world: World, house: number): Promise<string> {
  const executor = world.phone('executor');
  const number = await inWork(world, { address: `ул. Вахитова, ${house}`, text: 'Яма, звоните 8 917 123-45-67' });
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(2);
  await executor.say('Были на месте.');
  await executor.press('Готово', card(number));
  await executor.press('осмотрено', card(number));
  await submit(world, number);
  await agree(world, number);
  await world.phone('coordinator').press('Внесено в ПОС', new RegExp(`^Внести в ПОС\\n.* № ${number}`));
  await world.phone('approver').press('Утвердить', card(number));
  await world.phone('approver').press('Как внесено', card(number));
  return number;
}
