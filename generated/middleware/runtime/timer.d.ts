/** Runs a function once, later. Gives back how to prevent that. */
export declare function later(milliseconds: number, run: () => void, keepsProcessAlive?: boolean): () => void;
