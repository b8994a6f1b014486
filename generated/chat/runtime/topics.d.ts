import type { Request } from "./call.js";
import type { AnyMegoError } from "./errors.js";
import type { SubscribeOptions, Subscription } from "./events.js";
import type { Frame } from "./frames.js";
import type { Plan } from "./plan.js";
/** What events need of their connection. */
export interface EventLine {
    /** Sends what the server answers, if there is a connection for it now. */
    readonly ask: (request: Request) => void;
    /** Whether the server is going away, and another connection will be made. */
    readonly isDraining: () => boolean;
}
/** Events of one kind. */
export interface Family {
    readonly name: string;
    readonly data: Plan | null | undefined;
    readonly listeners: Set<{
        readonly handler: (data: unknown, channel: string) => void;
    }>;
}
/** One handler of a topic. */
interface Member extends SubscribeOptions {
    readonly handler: (data: unknown) => void;
    readonly accept: () => void;
    readonly refuse: (error: AnyMegoError) => void;
}
/** The subscriptions of one connection. */
export interface Topics {
    /** Makes a handler one of a topic. */
    readonly subscribe: (family: Family, channel: string, handler: Member["handler"], options: SubscribeOptions) => Subscription;
    /** Takes a frame that is no answer. Gives back whether it meant anything. */
    readonly onFrame: (frame: Frame) => boolean;
    readonly onWelcome: () => void;
    /** The link is gone. With a message, it was the last one. */
    readonly onLost: (forGood?: string, cause?: unknown) => void;
}
/** Makes the subscriptions of a connection, for events by their names. */
export declare function createTopics(line: EventLine, families: ReadonlyMap<string, Family>): Topics;
export {};
