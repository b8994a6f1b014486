#[allow(clippy::all, clippy::pedantic, unused_qualifications)]
const _: () = {
    use rpc::__private as __mego;
    const __CODE_2: u16 = TOO_SHORT;
    const _: () = ::core::assert!(
        __CODE_2 >= 101u16, "codes below 101 belong to Mego: use 101 or more"
    );
    const _: () = ::core::assert!(
        __CODE_2 != 53u16,
        "`Taken` has this code already, and a client could not tell the two apart"
    );
    const _: () = ::core::assert!(
        __CODE_2 != 101u16,
        "`Closed` has this code already, and a client could not tell the two apart"
    );
    const _: () = ::core::assert!(
        __CODE_2 != 55u16,
        "`NotFound` has this code already, and a client could not tell the two apart"
    );
    #[automatically_derived]
    impl __mego::MethodError for SignUpError {
        fn into_failure(self) -> __mego::Failure {
            match self {
                Self::Taken { names, user_id } => {
                    __mego::Failure::declared(53u16, "Somebody has these already.")
                        .with_fields(2u32)
                        .with_field("names", &names)
                        .with_field("id", &user_id)
                }
                Self::Closed { .. } => {
                    __mego::Failure::declared(101u16, "Sign-up is closed for today.")
                }
                Self::TooShort(value) => {
                    __mego::Failure::declared(
                            __CODE_2,
                            __mego::format!("{0} is too short", value),
                        )
                        .with_value(&value)
                }
                Self::NotFound { .. } => __mego::Failure::declared(55u16, "Not found"),
                Self::Other(error) => __mego::transparent(error),
            }
        }
        #[allow(unused_variables, unused_imports)]
        fn declare(declarations: &mut __mego::Declarations) {
            use __mego::NotDescribed as _;
            declarations.error("Exists", 53u16, "Somebody has these already.");
            declarations
                .error_fields(
                    &[
                        (
                            "names",
                            "",
                            __mego::Described::<Vec<String>>::SCHEMA,
                            ::core::option::Option::None,
                        ),
                        (
                            "id",
                            "",
                            __mego::Described::<u32>::SCHEMA,
                            ::core::option::Option::None,
                        ),
                    ],
                );
            declarations.error("Closed", 101u16, "Sign-up is closed for today.");
            declarations.error("TooShort", __CODE_2, "");
            declarations.error_value(__mego::Described::<u32>::SCHEMA);
            declarations.error("NotFound", 55u16, "");
        }
        fn code(&self) -> ::core::option::Option<u16> {
            match self {
                Self::Taken { .. } => ::core::option::Option::Some(53u16),
                Self::Closed { .. } => ::core::option::Option::Some(101u16),
                Self::TooShort { .. } => ::core::option::Option::Some(__CODE_2),
                Self::NotFound { .. } => ::core::option::Option::Some(55u16),
                _ => ::core::option::Option::None,
            }
        }
        #[allow(unused_variables, unused_imports)]
        fn from_wire(
            code: u16,
            data: __mego::ErrorData<'_>,
        ) -> ::core::option::Option<Self> {
            use __mego::NotRebuilt as _;
            match code {
                53u16 => {
                    ::core::option::Option::Some(Self::Taken {
                        names: __mego::Rebuilt::<Vec<String>>::field(data, "names")?,
                        user_id: __mego::Rebuilt::<u32>::field(data, "id")?,
                    })
                }
                101u16 => ::core::option::Option::Some(Self::Closed {}),
                __CODE_2 => {
                    ::core::option::Option::Some(
                        Self::TooShort(__mego::Rebuilt::<u32>::value(data)?),
                    )
                }
                55u16 => ::core::option::Option::Some(Self::NotFound {}),
                _ => ::core::option::Option::None,
            }
        }
    }
    #[automatically_derived]
    impl ::core::convert::From<mego::Error> for SignUpError {
        fn from(error: mego::Error) -> Self {
            Self::Other(error)
        }
    }
};
