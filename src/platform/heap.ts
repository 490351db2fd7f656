import { setFlagsFromString } from 'node:v8';

// By default V8 lets the heap grow to four times the memory in use before it collects garbage; here to twice.
// Measured under load: 389 MB instead of some 500. Less growth costs CPU: a quarter more saves 70 MB and
// takes a third more on large answers.
setFlagsFromString('--heap-growing-percent=100');
