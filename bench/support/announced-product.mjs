// Starts the server as `npm start` does; its log goes to standard output, which the bench reads away as a log collector would.
process.stdout.write('starting\n');
await import('../../src/launch.mjs');
