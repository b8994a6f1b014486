export { connect } from "./client.js";
export type {
  Ask,
  BareMethod,
  ClientBase,
  ClientOptions,
  ClientStats,
  Meta,
  Method,
  MethodTable,
  OptionalMethod,
} from "./client.js";
export type { Call, CallOptions, MethodEntry, Result } from "./call.js";
export { isMegoError } from "./errors.js";
export type {
  AnyMegoError,
  ClientError,
  ClientStatus,
  Declared,
  Fault,
  InvalidFault,
  MegoError,
  OtherFault,
  ParamProblem,
} from "./errors.js";
export type { Plan } from "./plan.js";
export type { WebSocketConstructor, WebSocketLike } from "./socket.js";
export type { ConnectionState, Limits } from "./state.js";
export type { FaultStatus } from "./status.js";
export type { Store } from "./store.js";
