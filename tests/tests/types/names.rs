//! Names do not depend on the order in which anything stands, and two types of one name are an error.

use std::collections::BTreeMap;

use mego::contract::{Contract, Types};
use mego::prelude::*;

#[mego::data]
struct User {
    id: u64,
}

mod blog {
    #[mego::data]
    pub(super) struct User {
        pub(super) name: String,
    }
}

#[mego::data]
#[schemars(rename = "{T}Page")]
struct Page<T> {
    items: Vec<T>,
}

#[mego::data]
struct Post {
    text: String,
}

#[mego::data]
struct UsersFirst {
    users: Page<User>,
    posts: Page<Post>,
}

#[mego::data]
struct PostsFirst {
    posts: Page<Post>,
    users: Page<User>,
}

#[mego::data]
struct Unnamed<T> {
    items: Vec<T>,
}

#[mego::method]
async fn users() -> Page<User> {
    Page { items: vec![] }
}

#[mego::method]
async fn posts(users_first: Option<UsersFirst>) -> Page<Post> {
    drop(users_first);
    Page { items: vec![] }
}

#[mego::method]
async fn either(posts_first: Option<PostsFirst>) -> u32 {
    posts_first.map_or(0, |first| first.posts.items.len() as u32)
}

#[mego::method]
async fn blog_user() -> blog::User {
    blog::User { name: String::new() }
}

#[mego::method]
async fn take_blog_user(user: blog::User) -> bool {
    user.name.is_empty()
}

#[mego::method]
async fn my_user() -> User {
    User { id: 0 }
}

#[mego::method]
async fn unnamed_users() -> Unnamed<User> {
    Unnamed { items: vec![] }
}

#[mego::method]
async fn unnamed_posts() -> Unnamed<Post> {
    Unnamed { items: vec![] }
}

fn contract(methods: mego::MethodSet) -> Contract {
    Engine::new().register(methods).contract().unwrap()
}

#[test]
fn the_order_of_methods_changes_no_name_and_no_type() {
    let orders = [
        contract(methods![users, posts, either]),
        contract(methods![either, posts, users]),
        contract(methods![posts, users, either]),
    ];
    let tables: Vec<&Types> = orders.iter().map(|contract| &contract.types).collect();
    assert_eq!(tables[0], tables[1]);
    assert_eq!(tables[0], tables[2]);
    let named: Vec<_> = tables[0].output.keys().map(String::as_str).collect();
    assert_eq!(named, ["Post", "PostPage", "User", "UserPage"]);
}

#[test]
fn the_order_of_fields_changes_no_name() {
    let first = contract(methods![posts]).types.input;
    let second = contract(methods![either]).types.input;
    let without = |mut table: BTreeMap<String, serde_json::Value>, name: &str| {
        assert!(table.remove(name).is_some());
        table
    };
    assert_eq!(without(first, "UsersFirst"), without(second, "PostsFirst"));
}

fn problem(methods: mego::MethodSet) -> String {
    Engine::new()
        .register(methods)
        .contract()
        .unwrap_err()
        .to_string()
}

#[test]
fn two_types_of_one_name_are_an_error_that_names_both_and_the_remedy() {
    for methods in [methods![my_user, blog_user], methods![blog_user, my_user]] {
        let problem = problem(methods);
        assert!(problem.contains("are called `User`"), "{problem}");
        assert!(problem.contains("types::names::User"), "{problem}");
        assert!(problem.contains("types::names::blog::User"), "{problem}");
        assert!(problem.contains("#[schemars(rename = "), "{problem}");
    }
}

#[test]
fn a_name_for_one_type_in_and_another_out_is_an_error() {
    let problem = problem(methods![my_user, take_blog_user]);
    assert!(
        problem.contains("`types::names::User`") && problem.contains("`types::names::blog::User`"),
        "{problem}"
    );
}

#[test]
fn two_instances_of_a_generic_type_need_names() {
    let problem = problem(methods![unnamed_users, unnamed_posts]);
    assert!(problem.contains("are called `Unnamed`"), "{problem}");
    assert!(problem.contains("{T}Unnamed"), "{problem}");
}
