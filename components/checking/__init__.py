"""How options are checked: their types, the rule for each value, and the list of mistakes."""
