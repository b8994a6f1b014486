//! Writes the TypeScript client and the API documents of a Mego server from its contract.
