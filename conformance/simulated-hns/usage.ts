/** The command line was used wrongly: its message is all the user sees, and the exit code is 2. */
export class UsageError extends Error {}

/** What `--help` prints. */
export const USAGE = `A simulated Host Networking Service for the plugins on any machine.

  npm run -s simulate-hns -- --listen 127.0.0.1:PORT [--state FILE.json] [--create-namespaces] [--journal FILE.jsonl]
      Serves until terminated. Port 0 picks a free one. Prints {"listening":"127.0.0.1:4711"} when ready; executables
      use it when CNI_HNS_SIMULATOR is set to that address.
      FILE.json: {"version":{"Major":15,"Minor":4},"networks":[…],"namespaces":[…],"endpoints":[…],
                 "computeSystems":["<container>",…]}: HCN documents, and the containers version 1 attaches endpoints to
      --create-namespaces       an unknown namespace comes into being when an endpoint is attached to it
      --create-compute-systems  every container has a compute system
      --journal FILE.jsonl      one JSON object for each call, appended
      --fail FUNCTION:NTH:HRESULT[:after]  the nth call of a function (* is every call) fails, by number or name
                                           (0x803b0020, HCN_E_MANAGER_STOPPED), before it takes effect or after
      --drop FUNCTION:NTH[:after]          the connection ends before that call takes effect, or after
      --delay FUNCTION:MS                  each call of a function waits

  npm run -s simulate-hns -- dump 127.0.0.1:PORT
      Prints the whole state in the form of FILE.json.
`;
