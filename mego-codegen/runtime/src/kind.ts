// The kinds of frames that this client writes or understands, by their number on the wire. They stand alone, and not in an
// object, so that bundlers put the numbers in place.
export const hello = 0;
export const welcome = 1;
export const ping = 2;
export const pong = 3;
export const goAway = 5;
export const auth = 6;
export const credit = 7;
export const call = 16;
export const ok = 18;
export const err = 19;
export const cancel = 20;
export const item = 21;
export const end = 22;
export const sub = 32;
export const unsub = 33;
export const event = 34;
export const eventTo = 35;
export const subState = 36;
