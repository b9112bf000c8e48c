/**
 * When the program's own first line ran, in milliseconds of `performance.now()`; 0 in a process that is not traced.
 * lib/host/run-plugins.ts imports it before anything else: what comes before is the start of the runtime, what follows until
 * `main` are the modules every command needs. Unlike any other module this one works while it is loaded, because
 * nothing that is called later can tell.
 */
export const startOfProgram = process.env.CNI_TRACE ? performance.now() : 0;
