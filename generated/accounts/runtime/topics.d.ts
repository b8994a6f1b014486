import type { AnyMegoError, EventError } from "./errors.js";
import type { Frame, PlanOf } from "./frames.js";
import type { Plan } from "./plan.js";
import type { Limits } from "./state.js";
/** What events need of their connection. */
export interface EventLine {
    /** Sends a frame that the server answers, and gives back its id; undefined if there is no connection for it now. */
    readonly send: (kind: number, fields: readonly unknown[]) => number | undefined;
    readonly limits: () => Limits;
    /** Whether the server is going away, and another connection will be made. */
    readonly isDraining: () => boolean;
    /** Whether the connection is closed for good. */
    readonly isClosed: () => boolean;
}
/** Events of one kind. */
export interface Family {
    readonly name: string;
    readonly data: Plan | null | undefined;
    readonly topics: Map<string, Topic>;
    readonly listeners: Set<{
        readonly run: (data: unknown, channel: string) => void;
    }>;
}
/** One event on one channel: one subscription on the wire, for all its members. */
interface Topic {
    readonly family: Family;
    readonly channel: string;
    readonly members: Set<Member>;
    /** The id of the Sub that is on its way. Until it is answered the topic stays, even if nobody is left. */
    asked: number | undefined;
    /** The number of the subscription, once the server has accepted it. */
    number: number | undefined;
    /** Whether it was accepted before, on another link perhaps. */
    wasLive: boolean;
}
/** One handler of a topic. */
export interface Member {
    readonly onGap: (() => void) | undefined;
    readonly onEnd: ((error: EventError) => void) | undefined;
    readonly handler: (data: unknown) => void;
    readonly accept: () => void;
    readonly refuse: (error: AnyMegoError) => void;
}
/** The subscriptions of one connection. */
export interface Topics {
    /** Makes a handler one of a topic. Gives back how to leave it, which may be called again. */
    readonly subscribe: (family: Family, channel: string, member: Member) => () => void;
    readonly planOf: PlanOf;
    /** Takes a frame that is not of a call. Gives back whether it meant anything. */
    readonly onFrame: (frame: Frame) => boolean;
    readonly onWelcome: () => void;
    /** The link is gone. With a message, it was the last one. */
    readonly onLost: (forGood?: string) => void;
}
/** Makes the subscriptions of a connection, for events by their names. */
export declare function createTopics(line: EventLine, families: ReadonlyMap<string, Family>): Topics;
export {};
