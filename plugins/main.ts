/**
 * The executable. One image holds every plugin and is installed under each plugin's name; the name it was started under
 * picks one. A module is loaded when the command needs it, because start-up is what a plugin spends its time on.
 */
import { runPlugins } from '../lib/host/run-plugins.ts';
import { suite } from './index.ts';

/** The release, which the build takes from package.json. */
declare const RELEASE: string;

runPlugins(suite, { release: RELEASE });
