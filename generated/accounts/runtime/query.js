import { emptyTree, plant } from "./tree.js";
/** Makes the queries of a client from its table. */
export function createQueries(client, table, api) {
    const queries = emptyTree();
    for (const [name, entry] of Object.entries(table)) {
        const path = name.split(".");
        const method = path.reduce((at, part) => at[part], client);
        const key = (input) => [api, ...path, ...keyOf(input)];
        const query = (given, own) => {
            const [input, options] = entry.input === null ? [undefined, (given ?? own)] : [given, own];
            const queryKey = key(input);
            const start = ({ signal }) => method(input, { ...options, signal });
            if (entry.stream)
                return { queryKey, streamFn: start };
            return { queryKey, queryFn: async (context) => (await start(context)) ?? null };
        };
        const mutation = (options) => ({
            mutationKey: key(),
            mutationFn: async (input) => (await method(input, options)) ?? null,
        });
        plant(queries, name, Object.assign(query, entry.stream ? { key } : { key, mutation }));
    }
    // The table and the interface `Methods` are written by the same generator from the same contract.
    return queries;
}
/** What a method is given, as the last part of a key. Nothing and an object without fields are the same to the server. */
function keyOf(input) {
    if (input === undefined)
        return [];
    const part = fit(input, 0);
    const isEmpty = typeof part === "object" && part !== null && !Array.isArray(part) && Object.keys(part).length === 0;
    return isEmpty ? [] : [part];
}
// Deeper than what can be sent; it also stops at an object within itself, of which the call says what is wrong with it.
const maxDepth = 64;
/**
 * A value as JSON can hold it, different for different values. What JSON has no word for is text that begins with `$`,
 * and text that begins with it by itself begins with two.
 */
function fit(value, depth) {
    switch (typeof value) {
        case "string":
            return value.startsWith("$") ? `$${value}` : value;
        case "number":
            if (Object.is(value, -0))
                return "$-0";
            return Number.isFinite(value) ? value : `$${value}`;
        case "bigint":
            return Number.isSafeInteger(Number(value)) ? Number(value) : `$${value}n`;
        case "boolean":
            return value;
        case "object":
            if (value === null)
                return null;
            return depth < maxDepth ? fitObject(value, depth + 1) : "$deep";
        case "undefined":
            return null;
        default:
            return `$${typeof value}`;
    }
}
function fitObject(value, depth) {
    if (ArrayBuffer.isView(value))
        return hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof ArrayBuffer)
        return hex(new Uint8Array(value));
    if (value instanceof Date)
        return `$${Number.isNaN(value.getTime()) ? "date" : value.toISOString()}`;
    if (Array.isArray(value))
        return value.map((item) => fit(item, depth));
    if (value instanceof Map) {
        const entries = [...value].map(([key, item]) => [fit(key, depth), fit(item, depth)]);
        return ["$map", ...entries.map((entry) => JSON.stringify(entry)).sort()];
    }
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    // Caches copy objects field by field, and a field called `__proto__` would be lost on the way.
    const named = fields.map(([name, field]) => [/^\$|^__proto__$/.test(name) ? `$${name}` : name, fit(field, depth)]);
    return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}
function hex(bytes) {
    return `$bytes:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
