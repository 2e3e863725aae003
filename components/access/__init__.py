"""What principals may do: policy statements, and grants to other roles."""
