/** The command line was used wrongly. */
export class UsageError extends Error {}

/** What `--help` prints. */
export const USAGE = `Does with a network what a container runtime does, with the command line and the environment of cnitool.

  npm run -s cni -- SUBCOMMAND …       in the repository
  npx cni-windows cni SUBCOMMAND …     where the package is installed

  add     NETWORK NETNS    ADD; prints the result
  check   NETWORK NETNS    CHECK
  del     NETWORK NETNS    DEL
  gc      NETWORK [NETNS]  DEL of every attachment that was added and not deleted, then GC
  status  NETWORK [NETNS]  STATUS
  version NETWORK [NETNS]  VERSION of every plugin; prints what each supports

NETWORK is the "name" in a configuration. NETNS names the container's namespace: a path, or on Windows a namespace GUID.

  -i, --ifname NAME          the interface in the container
      --container-id ID      in place of an id made from NETNS, which is the same for the same NETNS
      --valid ID/IFNAME,...  gc: the attachments still in use; "" for none, and then plugins are told so
      --cache-dir DIR        results are kept here between add and del; /var/lib/cni by default
  -v, --verbose              shows each call of a plugin on standard error: its parameters, what it read and printed

  NETCONFPATH  the folder of configurations; /etc/cni/net.d by default
  CNI_PATH     the folders of plugins
  CNI_IFNAME   the interface in the container; eth0 by default
  CNI_ARGS     KEY=VALUE;KEY=VALUE
  CAP_ARGS     capability arguments as a JSON object: {"portMappings":[{"hostPort":80,"containerPort":8080}]}

Exit codes: 0 success, 1 anything else, with the error on standard error.
`;
