/**
 * Addresses and prefixes of both families, `cni-windows/addresses` in the package: read from text and printed in one
 * canonical form, compared by value. What cannot be read is `undefined`, never an exception.
 */
export {
  addressAfter,
  addressBits,
  formatAddress,
  type IpAddress,
  type IpFamily,
  parseAddress,
  sameAddress,
} from './address.ts';
export {
  addressAt,
  type Cidr,
  contains,
  formatCidr,
  lastAddress,
  networkOf,
  parseCidr,
} from './cidr.ts';
