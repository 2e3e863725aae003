"""The emulated AWS: MiniStack in a process of its own, behind a guard."""
