// Starts the server as `npm start` does, after a first line of output. The benchmark reads the log on
// standard output and drops it, as a log collector does.
process.stdout.write('starting\n');
await import('../../src/launch.mjs');
