import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../../../lib/cni/json.ts';
import { COMMON } from './common.ts';
import { listOf, objectOf } from './lists.ts';
import { CODES, Problem } from './problem.ts';
import type { TinyPlugin, TinyRequest } from './tiny-plugin.ts';

/** A chained plugin that adds a route, remembers that it has, and keeps every rule. */
export const CHAIN: TinyPlugin = {
  ...COMMON,
  add(request) {
    const { prevResult } = request;
    if (prevResult === undefined) throw new Problem(CODES.configuration, 'there is no prevResult');
    if (objectOf(request.config.chain).closed === true) throw new Problem(CODES.own, 'closed');
    mkdirSync(folderOf(request), { recursive: true });
    writeFileSync(fileOf(request), '');
    return withRoute(prevResult);
  },
  check(request) {
    if (!existsSync(fileOf(request))) throw new Problem(CODES.own, 'the route is gone');
  },
  del: (request) => rmSync(fileOf(request), { force: true }),
  gc(request) {
    const files = existsSync(folderOf(request)) ? readdirSync(folderOf(request)) : [];
    for (const name of files)
      if (!request.valid.includes(name.replace('@', '/'))) rmSync(join(folderOf(request), name));
  },
  status(request) {
    if (objectOf(request.config.chain).closed === true) throw new Problem(CODES.unavailable, 'closed');
  },
};

/** A route is listed where results of that version have it. */
function withRoute(prevResult: JsonObject): JsonObject {
  const route = { dst: '10.99.0.0/16' };
  const { ip4 } = prevResult;
  if (ip4 === undefined) return { ...prevResult, routes: [...listOf(prevResult.routes), route] };
  const family = objectOf(ip4);
  return { ...prevResult, ip4: { ...family, routes: [...listOf(family.routes), route] } };
}

function fileOf(request: TinyRequest): string {
  return join(folderOf(request), `${request.containerId}@${request.ifName}`);
}

function folderOf({ config }: TinyRequest): string {
  return String(config.dataDir);
}
