export { connect } from "./client.js";
export type {
  Ask,
  BareMethod,
  BareStreamMethod,
  ClientBase,
  ClientCore,
  ClientOptions,
  ClientStats,
  ConnectOptions,
  Meta,
  Method,
  MethodTable,
  OptionalMethod,
  OptionalStreamMethod,
  StreamMethod,
} from "./client.js";
export type { Call, CallOptions, MethodEntry, Result } from "./call.js";
export type { Closable } from "./dispose.js";
export { isMegoError } from "./errors.js";
export type {
  AnyMegoError,
  ClientError,
  ClientStatus,
  Declared,
  EventError,
  Fault,
  InvalidFault,
  MegoError,
  OtherFault,
  OverflowError,
  ParamProblem,
} from "./errors.js";
export { eventSupport } from "./events.js";
export type {
  EventSource,
  EventStream,
  EventStreamOptions,
  EventSupport,
  EventTable,
  SubscribeOptions,
  Subscription,
} from "./events.js";
export type { Plan } from "./plan.js";
export type { DelayBounds, WebSocketConstructor, WebSocketLike } from "./socket.js";
export type { ConnectionState, Limits } from "./state.js";
export type { FaultStatus } from "./status.js";
export type { Store } from "./store.js";
export { openStream } from "./stream.js";
export type { StreamCall, StreamOptions } from "./stream.js";
