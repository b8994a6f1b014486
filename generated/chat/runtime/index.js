export { connect } from "./client.js";
export { isMegoError } from "./errors.js";
export { eventSupport } from "./events.js";
export { openStream } from "./stream.js";
