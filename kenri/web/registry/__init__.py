"""What holders say: registrations, lists of them, permissions, claims, proofs of control, licences."""
