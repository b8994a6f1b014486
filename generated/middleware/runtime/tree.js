/** An object without a prototype: what is in it may have any name. */
export function emptyTree() {
    return Object.create(null);
}
/** Puts a value where its dotted name says: `users.list` becomes the member `list` of the member `users`. */
export function plant(tree, name, value) {
    const path = name.split(".");
    const last = path.pop();
    for (const part of path)
        tree = (tree[part] ??= emptyTree());
    tree[last] = value;
}
