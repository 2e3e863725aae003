"""Access rights: policy statements, and grants to other roles."""
