// The control of `start`: loads the libraries that the bot loads at its start, asks the database once and says so.
require('reflect-metadata');
for (const name of [
  'dotenv',
  'typeorm',
  'pino',
  'telegraf',
  'fastify',
  '@fastify/rate-limit',
  'zod',
  'i18next',
  'node-cron',
  'diff',
])
  require(name);
const { Client } = require('pg');

const client = new Client({ connectionString: process.env.DATABASE_URL });
client
  .connect()
  .then(() => client.query('select 1'))
  .then(() => process.stdout.write('ready\n'))
  .then(() => client.end());
