/**
 * Compiles a program to the code of V8, every function of it: what Node compiles by itself of a script it is to keep the
 * code of are the outermost functions alone. It is a process of its own, because the code fits the Node that made it.
 *
 * Arguments: the program, a script; the file to write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const [program = '', output = ''] = process.argv.slice(2);

setFlagsFromString('--no-lazy');
const script = new Script(readFileSync(program, 'utf8'));
// V8 takes code only where its flags are those the code was made with
setFlagsFromString('--lazy');
writeFileSync(output, script.createCachedData());
