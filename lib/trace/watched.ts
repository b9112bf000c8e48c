import type { Span, Trace } from './trace.ts';

/**
 * An object that does what `target` does and records each call of a method.
 *
 * @param spanOf What a call is recorded as.
 */
export function watched<Target extends object>(
  target: Target,
  trace: Trace,
  spanOf: (method: string, args: readonly unknown[]) => Span,
): Target {
  return new Proxy(target, {
    get(of, key) {
      const member: unknown = Reflect.get(of, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown =>
        trace.during(spanOf(String(key), args), () => Reflect.apply(member, of, args));
    },
  });
}
