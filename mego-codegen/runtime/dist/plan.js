/** The plan behind its names. */
export function resolvePlan(plan) {
    while (typeof plan === "function")
        plan = plan();
    return plan ?? undefined;
}
/** The plan of a field. Without a tag, the variants of a union are the fields of its one-field objects. */
export function planOfField(node, name) {
    const fields = node && (node.fields ?? (node.tag === undefined ? node.variants : undefined));
    return fields && Object.hasOwn(fields, name) ? fields[name] : node?.rest;
}
/** The plan of an element of an array. */
export function planOfElement(node, index) {
    return node && (node.array ?? node.tuple?.[index]);
}
/** The plan of the variant that a tagged object says it is. */
export function planOfVariant({ variants }, tag) {
    const plan = variants && typeof tag === "string" && Object.hasOwn(variants, tag) ? resolvePlan(variants[tag]) : undefined;
    return typeof plan === "object" ? plan : undefined;
}
/** What a value with this plan has to be, in words. */
export function expectation(plan) {
    if (typeof plan === "string") {
        if (plan === "bytes")
            return "bytes";
        if (plan === "unit")
            return "null";
        const bits = plan.slice(1, 4);
        const size = bits === "53" ? "safe " : bits === "128" ? "128-bit " : "64-bit ";
        return (plan[0] === "u" ? "an unsigned " : "a ") + size + (plan.endsWith("s") ? "integer as a string" : "integer");
    }
    if (plan.array || plan.tuple)
        return "an array";
    return plan.keys === "bigint" ? "a Map" : "an object";
}
