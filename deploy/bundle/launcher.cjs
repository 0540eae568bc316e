// The shell script by which an unpacked archive is started, of murajagat.sh, package.json and locales/.
const { readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const json = (...file) => JSON.parse(readFileSync(path.join(ROOT, ...file), 'utf8'));

/** By Node's name of an architecture: as `uname -m` has it, and where its glibc lies. */
const MACHINES = {
  x64: { machine: 'x86_64', loader: '/lib64/ld-linux-x86-64.so.2' },
  arm64: { machine: 'aarch64', loader: '/lib/ld-linux-aarch64.so.1' },
};

/** `name → [flags, program]` of everything in package.json that runs what was built. */
const commands = () =>
  Object.entries(json('package.json').scripts).flatMap(([name, script]) => {
    const [, flags, program] = /^node ((?:--\S+ )*)(dist\/\S+\.js)$/.exec(script) ?? [];
    return program === undefined ? [] : [[name, flags.split(' ').filter(Boolean), program]];
  });

/** In double quotes of a shell; what stands in braces is a variable of the script. */
const quoted = (text) => `"${text.replace(/[\\"`$]/g, '\\$&').replace(/\{\{(\w+)\}\}/g, '${$1}')}"`;

const wordsOf = (locale, arch) =>
  Object.entries(json('locales', locale, 'bundle.json').started)
    .map(([key, text]) => {
      const filled = text.replaceAll('{{arch}}', arch).replaceAll(
        '{{commands}}',
        commands()
          .map(([name]) => name)
          .join(', '),
      );
      return `    ${key}) printf '%s\\n' ${quoted(filled)} ;;`;
    })
    .join('\n');

/** @param arch as Node names it, one of MACHINES */
function launcher(arch) {
  const { machine, loader } = MACHINES[arch];
  const starts = commands().map(
    ([name, flags, program]) => `${name}) set -- ${[...flags, `"$here/${program}"`].join(' ')} "$@" ;;`,
  );
  const languages = [
    ['tt', 'tt'],
    ['*', 'ru'],
  ].map(([pattern, locale]) => `  ${pattern})\n    case $1 in\n${wordsOf(locale, arch)}\n    esac\n    ;;`);
  return readFileSync(path.join(__dirname, 'murajagat.sh'), 'utf8')
    .replace('#WORDS', () => languages.join('\n'))
    .replace('#MACHINE', () => machine)
    .replace('#LOADER', () => loader)
    .replace('#COMMANDS', () => starts.join('\n'));
}

module.exports = { MACHINES, commands, launcher };
