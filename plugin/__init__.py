"""The Pulumi plugin that offers `SequenceService` to other languages. `pulumi package add` takes this folder."""
