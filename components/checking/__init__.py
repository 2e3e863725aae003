"""How options are checked: their shape, the rule of each value, and the mistakes that are found."""
