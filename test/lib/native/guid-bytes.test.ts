import { describe, expect, test } from 'vitest';
import { guidBytes } from '../../../lib/native/guid-bytes.ts';

describe('guidBytes()', () => {
  test.each([
    { text: '8C1B2A3D-4E5F-6071-8293-A4B5C6D7E8F9', bytes: '3d2a1b8c 5f4e 7160 8293 a4b5c6d7e8f9' },
    { text: '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9', bytes: '3d2a1b8c 5f4e 7160 8293 a4b5c6d7e8f9' },
    { text: '00000000-0000-0000-0000-000000000000', bytes: '00000000 0000 0000 0000 000000000000' },
  ])('has the first three groups of $text as little-endian numbers', ({ text, bytes }) => {
    expect(Buffer.from(guidBytes(text)).toString('hex')).toBe(bytes.replaceAll(' ', ''));
  });
});
