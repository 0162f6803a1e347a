/**
 * Parses a JSON object. `JSON.parse` keeps the last of two members with one name; here that is an error, since
 * one of them would be lost unseen.
 * @throws SyntaxError on what is not a JSON object, and on names that come twice in one object.
 */
export function parseUniqueJson(text: string): object {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('it is not an object');
  // The text is known to be valid, so strings and brackets are all that needs to be told apart.
  const scopes: (Set<string> | undefined)[] = [];
  let last: string | undefined;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') scopes.push(token === '{' ? new Set() : undefined);
    else if (token === '}' || token === ']') scopes.pop();
    else if (token !== ':') last = token;
    else {
      const name = JSON.parse(last as string) as string;
      const scope = scopes.at(-1);
      if (scope?.has(name)) throw new SyntaxError(`the name ${name} comes twice`);
      scope?.add(name);
    }
  }
  return value;
}
