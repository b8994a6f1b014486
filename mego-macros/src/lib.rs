//! The attributes and derives of Mego.
