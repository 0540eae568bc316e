import { blocksOf, DOCUMENTS, linesOf, orderOf, readDocument, withLines } from '../support/docs-shell';
import { DocsSandbox, hasCurl, isMachineOfPages } from '../support/docs-sandbox';

/** What no sandbox can run, and what looks at it instead. The line without `sudo`. */
const NOT_HERE: readonly (readonly [what: RegExp, why: string])[] = [
  [/^systemctl |^journalctl /, 'asks systemd of the machine itself; its units are read by samples.test.ts'],
  [
    /^docker compose --file \S+ (up|logs) /,
    'wants Docker and a registry of images; samples.test.ts reads compose.yaml',
  ],
  [/^(nginx|caddy) /, 'wants that server; samples.test.ts reads its settings'],
  [/^promtool /, 'wants Prometheus; prometheus.test.ts plays its rules'],
  [/^useradd /, 'makes an account of the machine'],
  [/^git pull$/, 'asks where the checkout came from'],
  [/^npm ci( --omit=dev)?$/, 'asks the registry of packages; .ci/run begins with it'],
  [/^npm run build$/, 'wants the compiler; whoever starts a checkout has run it'],
  [/^npm run bundle$/, 'bundle.test.ts runs it'],
  [/^npm run max:try /, 'talks with a person in a terminal; max-try.test.ts plays it'],
  [/^curl .*https:\/\/bot\.example\.ru/, 'asks a site that is nobody’s'],
];
const withoutSudo = (line: string): string => line.trim().replace(/^([A-Z_]+=\S+ )*(sudo (-u \S+ )?)?/, '');
const isNotHere = (line: string): boolean =>
  NOT_HERE.some(([what]) => what.test(withoutSudo(line))) || (!hasCurl && withoutSudo(line).startsWith('curl '));

/** What stands for something of the reader’s own. */
const OWN: readonly (readonly [what: RegExp, here: string])[] = [
  // The sandbox has one account.
  [/ --(owner|group)=\S+/g, ''],
  [/chown --recursive murajagat /, 'chown --recursive "$(id -un)" '],
  [/docker compose --file \S+ (exec|run --rm) bot /, ''],
  [/ \/copies\b/, ' /mnt/copies'],
  [/ \/files\/roster\.json/, ' roster.example.json'],
  [/ \/files\//, ' '],
  [/DATABASE_URL=postgres:\S+ /, ''],
  [/выгрузка\.xlsx (?=--column|--ordinary|--later)/, 'без-фз.xlsx '],
  // The certificate of the fixture is one of its own years.
  [/"Фамилия Имя Отчество"(.*)/, '"Иванов Иван Иванович"$1 --at 2026-12-01T12:00:00+03:00'],
];

/** What serves until it is stopped. */
const isServer = ({ program, args }: ReturnType<typeof orderOf>): boolean =>
  program.endsWith('/murajagat')
    ? args.length === 0
    : program === 'npm' && (args[0] === 'start' || (args[0] === 'run' && args[1] === 'stand'));
const isRestore = (line: string): boolean => /\brestore(\.js)? /.test(line) && !line.includes('--check');
const isTraining = (document: string, line: string): boolean =>
  isServer(orderOf(line)) && (/^README/.test(document) || orderOf(line).program.endsWith('/murajagat'));

const withBlocks = DOCUMENTS.map((document) => [document, blocksOf(readDocument(document))] as const).filter(
  ([, blocks]) => blocks.length > 0,
);

test('each reason for which a line is not run is one of some line', () => {
  const lines = withBlocks.flatMap(([, blocks]) => blocks.flatMap(linesOf)).map(withoutSudo);
  expect(NOT_HERE.filter(([what]) => !lines.some((line) => what.test(line)))).toEqual([]);
});

if (!isMachineOfPages)
  test.skip('the pages are written for Linux with glibc, x86-64, which this machine is not', () => undefined);
else
  describe('every command of', () => {
    let sandbox: DocsSandbox;
    beforeAll(async () => {
      sandbox = await DocsSandbox.open();
    });
    afterAll(() => sandbox.close());

    async function scriptOf(document: string, block: string): Promise<string> {
      const empties = new Map<string, string>();
      for (const line of linesOf(block).filter(isRestore)) empties.set(line, await sandbox.emptyDatabase());
      return withLines(block, (line) => {
        if (isNotHere(line)) return ':';
        const empty = empties.get(line);
        const before = empty
          ? `export ${empty}; `
          : isTraining(document, line)
            ? `${sandbox.training()}; export DATA_DIR; `
            : '';
        const own = OWN.reduce((text, [what, here]) => text.replace(what, here), line);
        return sandbox.here(`${before}${isServer(orderOf(line)) ? 'until-ready ' : ''}${own}`);
      });
    }

    test.each(withBlocks)('%s does what it says it does, or has its reason', async (document, blocks) => {
      const needsBot = blocks.some((block) => /curl .*127\.0\.0\.1:8080/s.test(block));
      if (needsBot) await sandbox.startBot();
      for (const block of blocks) {
        const { code, output } = await sandbox.run(await scriptOf(document, block));
        if (code !== 0) throw new Error(`${block}\nhas ended with ${code}:\n${output}`);
        // curl calls a refusal a success
        expect(output).not.toMatch(/"status":\s*[45]\d\d/);
      }
      if (needsBot) await sandbox.stopBot();
    });
  });
