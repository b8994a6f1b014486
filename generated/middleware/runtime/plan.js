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
/** Whether a value with this plan is an array, and not an object. */
export function isList(plan) {
    return !!(plan.array ?? plan.tuple);
}
/** Whether the plan is that of an externally tagged union, of which the simple variants are strings. */
export function mayBeText(plan) {
    return !!plan.variants && plan.tag === undefined;
}
/** Whether an integer has as many bits at most as its plan says, and a sign only if it may. */
export function fits(leaf, integer) {
    const bits = leaf.endsWith("128") ? 128 : 64;
    return (leaf[0] === "u" ? BigInt.asUintN : BigInt.asIntN)(bits, integer) === integer;
}
/** What a value with this plan has to be, in words. */
export function expectation(plan) {
    if (typeof plan === "object")
        return isList(plan) ? "an array" : plan.keys === "bigint" ? "a Map" : "an object";
    if (plan === "bytes")
        return plan;
    if (plan === "unit")
        return "null";
    const [, sign, bits, text] = /(.)(\d+)(.?)/.exec(plan);
    return `${sign === "u" ? "an unsigned" : "a"} ${bits}-bit integer${text && " as text"}`;
}
