"""Records a token's answer without a condition, so that the last writer's answer stands."""

from handlers import counter_table, next_value

handler = next_value.handler
counter_table._FIRST = "attribute_not_exists(#key) OR attribute_exists(#key)"
