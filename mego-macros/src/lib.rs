//! The attributes and derives of Mego.
use proc_macro::TokenStream;
#[proc_macro_attribute] pub fn method(_: TokenStream, i: TokenStream) -> TokenStream { i }
#[proc_macro_attribute] pub fn data(_: TokenStream, i: TokenStream) -> TokenStream { i }
#[proc_macro_derive(MethodError)] pub fn me(_: TokenStream) -> TokenStream { TokenStream::new() }
#[proc_macro] pub fn methods(_: TokenStream) -> TokenStream { TokenStream::new() }
