/** The command line was used wrongly. */
export class UsageError extends Error {}

/** What `--help` prints. */
export const USAGE = `Judges a CNI plugin by the rules of the CNI specification that can be observed from outside of it.

  npm run -s conformance -- --bin-dir DIR --plugin NAME --config FILE [options]

      --bin-dir DIR         the folder of the plugin and of those it delegates to; may be given more than once
      --plugin NAME         file name of the plugin, without .exe
      --config FILE         a network that it can serve, as a list (.conflist) or a single plugin (.conf). For an IPAM plugin,
                            one that names it under "ipam"; for a chained plugin, a list with the plugins before it

  what is known of the plugin
      --kind KIND           interface, chained or ipam; by its place in FILE
      --netns VALUE         CNI_NETNS of the containers: {n} in it is a number, {guid} a new GUID; may be given more than once,
                            one for each container; "new" makes network namespaces (Linux, as root). By the plugin and the system
      --ifname NAME         the interface in the containers; eth0
      --args TEXT           CNI_ARGS
      --capability-args JSON   values for the capabilities that FILE declares
      --state-dir DIR       a folder in which it keeps files, to see what it leaves; may be given more than once. Every "dataDir"
                            of FILE is known
      --unready-config FILE    a network that it cannot serve: STATUS has to say so
      --time-limit SECONDS  for one call; 30

  what is done
      --runtime NAME        builtin or cnitool: who calls it where a whole network is executed; builtin
      --cnitool FILE        the cnitool to use; without it, it is compiled here, which takes Go
      --only NAME           a check or a group; may be given more than once
      --skip NAME           the same, left out
      --must                only rules that say MUST
      --known-failures FILE    a JSON object of expected failures: {"check": "why"}
      --keep                leaves the stand-ins for other plugins, which some commands by hand need
      --list                prints the checks and makes none

  what is printed
      --report FORMAT       text, json or junit; text
      --output FILE         where to; standard output

The environment is handed on to the plugin. Use a network of its own: GC releases what belongs to containers that the suite
does not know.

Exit codes: 0 every rule that applies is kept, but for known failures; 1 one is not, or a known failure did not happen; 2 wrong
usage, or the plugin cannot be called.
`;
