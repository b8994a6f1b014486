export { connect } from "./client.js";
export { isMegoError } from "./errors.js";
