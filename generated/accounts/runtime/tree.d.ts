/** Objects by the parts of dotted names. */
export interface Tree {
    [name: string]: unknown;
}
/** An object without a prototype: what is in it may have any name. */
export declare function emptyTree(): Tree;
/** Puts a value where its dotted name says: `users.list` becomes the member `list` of the member `users`. */
export declare function plant(tree: Tree, name: string, value: unknown): void;
