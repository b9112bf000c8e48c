/** The program behind the tiny executables: the right plugin of that name, or the wrong one with that fault. */
import { runTiny } from '../tiny/program.ts';
import { WRONG_PLUGINS } from './index.ts';
import { RIGHT_PLUGINS, type TinyName } from './wrong-plugin.ts';

const [name = '', caughtBy, fault] = process.argv.slice(2);
const wrong = WRONG_PLUGINS.find((each) => each.caughtBy === caughtBy && each.fault === fault);
runTiny(wrong?.plugin ?? RIGHT_PLUGINS[name as TinyName]);
