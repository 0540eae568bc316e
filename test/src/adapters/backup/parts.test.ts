import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepPart } from '../../../../src/adapters/backup/parts';
import { sealerFor } from '../../../../src/adapters/backup/seal';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'murajagat-parts-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* failing(after: readonly string[]) {
  for (const line of after) yield Buffer.from(line);
  await Promise.resolve();
  throw new Error('The rows have ended badly');
}

/** Nobody holds its private key. */
const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

describe.each([
  ['not sealed', null],
  ['sealed', RECIPIENT],
])('%s: what the rows fail by is what the part fails by,', (_, recipient) => {
  test.each([
    ['before the first of them', []],
    ['after one', ['1\tПетров\n']],
  ])('%s', async (__, lines) => {
    const seal = recipient === null ? null : await sealerFor(recipient);
    // An error that nobody listens to, the file being opened still, would end the whole process.
    await expect(keepPart(folder, 'person', failing(lines), seal)).rejects.toThrow('The rows have ended badly');
  });
});
