// Goes behind src/adapters/migrations.ts in the suite's own copy of the program: a migration has done its work, and nothing says so yet.
for (const { prototype } of exports.migrations) {
  const { up } = prototype;
  prototype.up = async function (runner) {
    await up.call(this, runner);
    module.require('../process/failpoint').failpoint('migration-half-way');
  };
}
