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
    if (typeof plan === "object")
        return plan.array || plan.tuple ? "an array" : plan.keys === "bigint" ? "a Map" : "an object";
    if (plan === "bytes")
        return plan;
    if (plan === "unit")
        return "null";
    const [, sign, bits, text] = /(.)(\d+)(.?)/.exec(plan);
    return `${sign === "u" ? "an unsigned" : "a"} ${bits}-bit integer${text && " as text"}`;
}
