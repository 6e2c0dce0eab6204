/** Ends every switch over a closed set of cases: a case that is forgotten does not compile. */
export function unreachable(never: never): never {
  throw new TypeError(`a case nobody thought of: ${JSON.stringify(never)}`)
}
