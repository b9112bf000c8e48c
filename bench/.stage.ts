import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vxlan0 } from '../conformance/demo/node-networks.ts';
import { environmentOf, inputOf } from '../conformance/demo/runtime.ts';
import { setStage } from '../conformance/demo/stage.ts';

const stage = await setStage([vxlan0]);
const req = {
  command: 'ADD' as const,
  conflist: stage.conflist(vxlan0),
  binFolder: 'BIN',
  simulator: stage.simulator.address,
  attachment: { containerId: 'CID', ifName: 'eth0', netns: vxlan0.namespace },
};
const f = join(stage.folder, 'in.json');
writeFileSync(f, JSON.stringify(inputOf(req)));
console.log(JSON.stringify({ env: environmentOf(req), stdin: f }));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
