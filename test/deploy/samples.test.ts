import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scripts } from '../../package.json';
import { VARIABLES } from '../../src/config';
import { LARGEST_PARTS_BODY } from '../../src/intake/parts';

const ROOT = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const sample = (file: string): string => read(`deploy/${file}`);

/** Without comments and empty lines. */
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

const canWeigh = spawnSync('systemd-analyze', ['security', '--help']).status === 0;

describe('the units of systemd', () => {
  const one = linesOf(sample('systemd/murajagat.service'));
  const many = linesOf(sample('systemd/murajagat@.service'));

  test('close the same to one office and to several, whose names, accounts and folders differ', () => {
    const differing = one.flatMap((line, index) => (line === many[index] ? [] : [line.split('=')[0]]));
    expect(differing).toEqual(['Description', 'User', 'Group', 'StateDirectory', 'WorkingDirectory']);
    expect(many).toHaveLength(one.length);
    expect(many.filter((line) => line.includes('%i'))).toHaveLength(differing.length);
  });

  test('forbid nothing that V8 or the embedded server needs', () => {
    expect(one.filter((line) => line.startsWith('MemoryDenyWriteExecute'))).toEqual([]);
    expect(one).toContain('RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX');
  });

  test('hide no server from the bot that a command has started, and take nothing from it', () => {
    expect(one.filter((line) => /^(?:PrivateUsers|PrivateIPC|PrivatePIDs|RemoveIPC)=/.test(line))).toEqual([]);
  });

  (canWeigh ? test : test.skip)('leave little of the machine open', () => {
    const unit = path.join(ROOT, 'deploy/systemd/murajagat.service');
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
    expect(Number(/exposure level for .*: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(3);
  });

  test('ask the bot alone to stop, which stops its server, and start nothing again whose settings are wrong', () => {
    expect(one).toEqual(expect.arrayContaining(['KillMode=mixed', 'Restart=on-failure', 'RestartPreventExitStatus=2']));
  });

  test('wait for a database that is away however often it takes', () => {
    expect(one).toContain('StartLimitIntervalSec=0');
    expect(one.filter((line) => line.startsWith('StartLimitBurst'))).toEqual([]);
  });

  test.each(['systemd/murajagat.service', 'systemd/murajagat@.service'])(
    '%s names folders that may be missing',
    (file) => {
      const said = [
        ...`${sample(file)}\n${read('docs/administrator/install.md')}`.matchAll(/^#?ReadWritePaths=(.*)$/gm),
      ];
      expect(said).toHaveLength(2);
      for (const [, folders = ''] of said)
        expect(folders.split(' ').filter((folder) => !folder.startsWith('-/'))).toEqual([]);
    },
  );

  test('let whoever administers the machine come into the folder, as the page makes it', () => {
    expect(one).toContain('StateDirectoryMode=0711');
    const made = [
      ...read('docs/administrator/install.md').matchAll(/--mode=(\d+) \/var\/lib\/murajagat(?:\/mamadysh)?$/gm),
    ];
    expect(made.map(([, mode]) => mode)).toEqual(['0711', '0711']);
  });
});

describe('the image', () => {
  const dockerfile = linesOf(sample('docker/Dockerfile'));
  const letIn = linesOf(sample('docker/Dockerfile.dockerignore'));

  test('is made of files that are there, and that the context lets in', () => {
    const copied = dockerfile
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(10);
    expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect(copied.filter((file) => !letIn.includes(`!${file.split('/')[0]}`))).toEqual([]);
    expect(letIn[0]).toBe('*');
  });

  test('starts what `npm start` starts, by another account than root', () => {
    const last = dockerfile.at(-1) ?? '';
    expect((JSON.parse(last.replace('CMD ', '')) as string[]).join(' ')).toBe(scripts.start);
    expect(dockerfile.filter((line) => line.startsWith('FROM '))).toHaveLength(2);
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM ${NODE}'));
  });

  test('is given only variables that the bot knows', () => {
    const bot = /^ {2}bot:\n(.*?)^ {2}\w/ms.exec(sample('docker/compose.yaml'))?.[1] ?? '';
    const named = [...bot.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(named).toContain('DATABASE_URL');
    expect(named.filter((name) => !(VARIABLES as readonly unknown[]).includes(name))).toEqual([]);
    expect(bot).toMatch(/read_only: true\n(.|\n)*cap_drop: \[ALL\]/);
  });

  // Of what is mounted nowhere the bot sees nothing, and its own files are read-only.
  test.each(['BACKUP_DIR', 'INTAKE_DIR', 'SIGNATURE_TRUST_DIR', 'ROSTER_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'has a line by which what %s names gets in, and the page says so',
    (variable) => {
      const compose = sample('docker/compose.yaml');
      const place = new RegExp(`${variable}=(/[a-z]+)`).exec(compose)?.[1] ?? variable;
      expect(compose).toMatch(new RegExp(`^ +#- /\\S+:${place}(:ro)?$`, 'm'));
      expect(read('docs/administrator/docker.md')).toContain(`${variable}=${place}`);
    },
  );

  test('answers the machine itself where the pages ask, and nobody else', () => {
    const asked = /http:\/\/(127\.0\.0\.1:\d+)\/health/.exec(read('docs/administrator/monitoring.md'))?.[1] ?? '';
    expect(sample('docker/compose.yaml')).toContain(`ports: ['${asked}:8080']`);
  });
});

describe.each(['proxy/Caddyfile', 'proxy/nginx.conf'])('%s', (file) => {
  const text = linesOf(sample(file)).join('\n');

  test('hands on the intake and both webhooks, and neither figures nor health', () => {
    for (const route of ['/api/', '/telegram/webhook', '/max/webhook']) expect(text).toContain(route);
    expect(text).not.toMatch(/\/metrics|\/health/);
  });

  test('takes ten photos of 20 MB with an appeal', () => {
    const megabytes = Number(/(?:max_size|client_max_body_size) (\d+)m/i.exec(text)?.[1]);
    expect(megabytes * 1_000_000).toBeGreaterThan(LARGEST_PARTS_BODY);
  });
});
