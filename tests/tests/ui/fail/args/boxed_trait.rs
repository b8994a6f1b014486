#[mego::method]
async fn run(job: Box<dyn Fn() -> u32 + Send>) -> u32 {
    job()
}

fn main() {}
