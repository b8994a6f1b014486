import type { Plan } from "./plan.js";
import type { FaultStatus } from "./status.js";
/**
 * An error of a call. Narrow on `kind`, then on `status`.
 *
 * A symbol of the global registry marks it, so {@link isMegoError} also knows errors of another copy of this runtime,
 * which `instanceof` would not.
 */
export interface MegoError<Kind extends string, Status extends string, Code extends number> extends Error {
    /** Who failed: the method as it declares, the framework around it, or this client. */
    readonly kind: Kind;
    readonly status: Status;
    readonly code: Code;
    /** The method that was called. */
    readonly method: string;
}
/** An error that the method declares. */
export interface Declared<Status extends string, Code extends number, Data = undefined> extends MegoError<"declared", Status, Code> {
    readonly data: Data;
}
/** An error that the method does not declare: the framework's own, or one of a newer server. */
export type Fault = InvalidFault | OtherFault;
interface FaultBase<Status extends FaultStatus> extends MegoError<"fault", Status, number> {
    /** What to look for in the server's log. */
    readonly incident?: string;
    /** Milliseconds after which the call may be worth another try. */
    readonly retryAfter?: number;
}
/** The server could not read the parameters. */
export interface InvalidFault extends FaultBase<"Invalid"> {
    readonly data: {
        readonly params: readonly ParamProblem[];
    };
}
/** Any other fault. */
export interface OtherFault extends FaultBase<Exclude<FaultStatus, "Invalid">> {
    readonly data: unknown;
}
/** What is wrong with one parameter. */
export interface ParamProblem {
    /** The parameter. */
    readonly name: string;
    /** Where in the parameter: `.zip` or `[2].zip`; empty for the parameter itself. */
    readonly path: string;
    /** What the server expected there. */
    readonly expected: string;
}
/** An error that arose here, with or without the server's knowledge. */
export interface ClientError extends MegoError<"client", ClientStatus, number> {
    /** Whether the server may have run the method all the same. */
    readonly maybeExecuted: boolean;
    /** With `Invalid`: which value cannot be written or read. */
    readonly path?: string;
}
/**
 * - `Disconnected` (-1): the connection was lost, or is not there
 * - `Cancelled` (63): `signal` or `cancel()` ended the call
 * - `Timeout` (62): the time was up
 * - `Invalid` (54): a value that cannot be sent, or an answer that cannot be read
 */
export type ClientStatus = "Disconnected" | "Cancelled" | "Timeout" | "Invalid";
/** An iteration over events was slower than they came, and its policy is that this is an error. */
export type OverflowError = MegoError<"client", "ResourceExhausted", 60>;
/** What a subscription can end with: the server refuses or removes it, or the connection is closed. */
export type EventError = Fault | ClientError;
/** Any error of any call, and of subscriptions, of which `method` is the name of the event. */
export type AnyMegoError = Declared<string, number, unknown> | Fault | ClientError | OverflowError;
/** Whether a caught value is an error of a call, whatever the method. */
export declare function isMegoError(error: unknown): error is AnyMegoError;
/** What else is known of an error of this side. */
export interface ErrorDetails {
    readonly path?: string;
    readonly cause?: unknown;
}
/** How a method's declared errors are told apart: by code. */
export interface ErrorTable {
    readonly [code: number]: {
        readonly status: string;
        readonly data?: Plan;
    };
}
/**
 * The error that an `Err` frame tells of: after the id come code, message, data and options.
 *
 * @throws CodecError if the data of a declared error is not as its plan says.
 */
export declare function serverError(method: string, declared: ErrorTable | undefined, fields: readonly unknown[]): AnyMegoError;
/** The error of what ended on this side. */
export declare function clientError(method: string, status: ClientStatus | OverflowError["status"], message: string, maybeExecuted?: boolean, details?: ErrorDetails): ClientError;
export {};
