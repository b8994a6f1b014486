//! Members of an interface by the parts of their dotted names.

use super::jsdoc::Doc;
use super::syntax::{Member, MemberName, TypeExpr};

/// Methods or events, in the order of the first of each part.
#[derive(Debug)]
pub(super) struct Tree<'m> {
    nodes: Vec<(&'m str, Node<'m>)>,
}

#[derive(Debug)]
enum Node<'m> {
    Leaf(Doc, TypeExpr),
    Space(Tree<'m>),
}

impl<'m> Tree<'m> {
    pub(super) fn new() -> Tree<'m> {
        Tree { nodes: Vec::new() }
    }

    /// Puts a member where its name says.
    pub(super) fn insert(&mut self, path: &'m str, doc: Doc, ty: TypeExpr) {
        let Some((first, rest)) = path.split_once('.') else {
            self.nodes.push((path, Node::Leaf(doc, ty)));
            return;
        };
        let position = self
            .nodes
            .iter()
            .position(|(name, node)| *name == first && matches!(node, Node::Space(_)));
        let index = position.unwrap_or_else(|| {
            self.nodes.push((first, Node::Space(Tree::new())));
            self.nodes.len() - 1
        });
        if let Node::Space(space) = &mut self.nodes[index].1 {
            space.insert(rest, doc, ty);
        }
    }

    /// The members of the interface.
    pub(super) fn members(self) -> Vec<Member> {
        self.nodes
            .into_iter()
            .map(|(name, node)| {
                let (doc, ty) = match node {
                    Node::Leaf(doc, ty) => (doc, ty),
                    Node::Space(tree) => (Doc::default(), TypeExpr::Block(tree.members())),
                };
                Member {
                    doc,
                    name: MemberName::Property(name.to_owned()),
                    optional: false,
                    ty,
                }
            })
            .collect()
    }
}
