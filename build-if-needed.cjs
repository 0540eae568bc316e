// Before every start: compiles, so that what runs is what is here. An installation without the development packages
// (`npm ci --omit=dev`) has no compiler, and runs what was built before.
const { execSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

// The compiler itself may come with another package; the types it needs do not.
const canCompile = existsSync(path.join(__dirname, 'node_modules/@types/node/package.json'));
if (canCompile) execSync('npm run --silent build', { cwd: __dirname, stdio: 'inherit' });
else if (!existsSync(path.join(__dirname, 'dist/src/main.js'))) {
  process.stderr.write('Сборки нет: выполните npm ci и npm run build, затем npm ci --omit=dev\n');
  process.exit(1);
}
