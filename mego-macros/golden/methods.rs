methods![ping, users::create, crate::users::list]
