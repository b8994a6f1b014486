/** Objects by the parts of dotted names. */
export interface Tree {
  [name: string]: unknown;
}

/** An object without a prototype: what is in it may have any name. */
export function emptyTree(): Tree {
  return Object.create(null) as Tree;
}

/** Puts a value where its dotted name says: `users.list` becomes the member `list` of the member `users`. */
export function plant(tree: Tree, name: string, value: unknown): void {
  const path = name.split(".");
  const last = path.pop()!;
  for (const part of path) tree = (tree[part] ??= emptyTree()) as Tree;
  tree[last] = value;
}
