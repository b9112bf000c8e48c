import type { JsonObject, NetworkConfig } from 'cni-windows';

/** A delegate for the pods of some namespaces. */
export interface Choice extends JsonObject {
  /** Names of namespaces, exactly. */
  readonly namespaces: readonly string[];
  /** The configuration of the delegate; `type` names the plugin. */
  readonly delegate: JsonObject;
}

/** The configuration of by-namespace. schema.json is what checks it. */
export interface ByNamespaceConfig extends NetworkConfig {
  /** The first that has the pod's namespace counts. */
  readonly choices?: readonly Choice[];
  /** The delegate for all other pods; without it they are refused. */
  readonly otherwise?: JsonObject;
}
