// `until-ready COMMAND …`: starts what serves until it is told to stop, waits until it says where, tells it to stop; as it ended.
const { spawn } = require('node:child_process');

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
let [said, isAsked] = ['', false];
for (const stream of [child.stdout, child.stderr])
  stream.setEncoding('utf8').on('data', (text) => {
    said += text;
    process.stdout.write(text);
    if (isAsked || !/http:\/\/127\.0\.0\.1:\d+/.test(said)) return;
    isAsked = true;
    // npm, the shell that it has started, and the program: as Ctrl+C in a terminal
    process.kill(-child.pid, 'SIGTERM');
  });
child.once('close', (code, signal) => {
  // npm itself ends by the signal; what it has started says by its last words whether it was well.
  process.exitCode = isAsked && signal === 'SIGTERM' ? 0 : (code ?? 1);
});
