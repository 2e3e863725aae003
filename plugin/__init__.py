"""`SequenceService` for programs in TypeScript, Go, C#, Java and YAML: the folder that `pulumi package add` takes."""
