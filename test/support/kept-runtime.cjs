const path = require('node:path');
const { compileFunction } = require('node:vm');
const Runtime = require('jest-runtime').default;
const { canKeep } = require('./kept.cjs');

/** What this worker has loaded of the bot and of its packages, by file. */
const kept = new Map();
/** Of all of it, for stacks. */
const sourceMaps = new Map();
/** That of the file which is tested now: what is kept loads the rest of itself through it. */
let current;

/**
 * Loads the bot and its packages once per worker, not once per test file: that was half of what a short file cost, and code
 * that stays gets warm. Test files and their support are loaded anew for each, as ever. A file that asks for an environment
 * of its own (`@jest-environment node`) has everything of its own.
 */
class KeptRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    this.keeps = this._environment.global === globalThis;
    current = this;
    if (!this.keeps) return;
    const { executor, registries, transformCache } = this;
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, { filename });
    transformCache.sourceMaps = sourceMaps;
    for (const [file, module] of kept) registries.getActiveCjsRegistry().set(file, module);
  }

  requireModuleOrMock(from, name) {
    return current === this ? super.requireModuleOrMock(from, name) : current.requireModuleOrMock(from, name);
  }

  teardown() {
    const tests = path.join(this._config.rootDir, 'test') + path.sep;
    if (this.keeps)
      for (const [file, module] of this.registries.getActiveCjsRegistry())
        if (module.loaded && !file.startsWith(tests)) kept.set(file, module);
    super.teardown();
  }
}

module.exports = canKeep() ? KeptRuntime : Runtime;
