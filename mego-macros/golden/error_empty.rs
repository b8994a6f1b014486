#[derive(MethodError)]
enum Never {}
