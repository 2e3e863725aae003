"""The program: one SequenceService, from the stack's configuration."""
