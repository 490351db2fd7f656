// Starts the built server; its log goes to standard output, which the bench reads away as a log collector would.
process.stdout.write('starting\n');
await import('../../dist/src/main.js');
