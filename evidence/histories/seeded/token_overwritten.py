"""Records a token's answer without a condition, so that the last writer's answer stands."""

from handlers import counter_table, next_value

handler = next_value.handler
counter_table._FIRST = "attribute_not_exists(#request)"
counter_table._OVER = "#expires_at > :now"
