/** Loaded before a program of ours that is started again and again: its sources are then compiled once. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/cni-windows/compile-cache'));
